using PyConDemo.Postgres.Download;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests.Download;

public sealed class BinariesArchiveTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The copy is a folder with a blank and a percent sign in its name, as a memory stick may have.</summary>
    [Fact]
    public async Task A_copied_archive_is_a_mirror_that_needs_no_network()
    {
        var copy = Path.Combine(_folder.Path, "my 50% stick");
        await using (var mirror = await StartMirrorAsync())
        {
            var jar = await BinariesArchive.CopyAsync(BinariesMirror.System, copy, new() { Mirror = mirror.Address }, Cancel);
            Assert.Equal(mirror.Sha256, await File.ReadAllTextAsync($"{jar}.sha256", Cancel));
        }

        Assert.True(MirrorAddress.TryParse(copy, out var folder));
        var options = new PostgresOptions { DataFolder = Path.Combine(_folder.Path, "data"), Mirror = folder };
        var binaries = await DownloadSource.EnsureAsync(options, HostEnvironment.Current, Cancel);
        Assert.Equal("17.10", binaries.Version.Text);
    }

    [Fact]
    public async Task Nothing_is_left_of_an_archive_that_no_checksum_confirms()
    {
        await using var mirror = await StartMirrorAsync();
        mirror.Sha256 = new('0', 64);
        Assert.Contains("is not the published one", await ReasonAsync(BinariesMirror.System, mirror.Address));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.jar", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_system_that_the_mirror_lacks_is_named_in_one_line()
    {
        await using var mirror = await StartMirrorAsync();
        var reason = await ReasonAsync("win-x64", mirror.Address);
        Assert.StartsWith($"PostgreSQL 17 for win-x64 can't be downloaded from {mirror.Address}", reason);
        Assert.DoesNotContain('\n', reason);
    }

    [Theory]
    [InlineData("https://mirror/maven2", true)]
    [InlineData("/media/stick/postgres", true)]
    [InlineData("ftp://mirror", false)]
    [InlineData("http://me:secret@mirror", false)]
    [InlineData("postgres", false)]
    public void A_mirror_is_an_address_or_an_absolute_folder(string text, bool isOne)
        => Assert.Equal(isOne, MirrorAddress.TryParse(text, out _));

    public void Dispose() => _folder.Dispose();

    private async Task<string> ReasonAsync(string system, Uri mirror)
        => (await Assert.ThrowsAsync<IOException>(() => BinariesArchive.CopyAsync(
            system, Path.Combine(_folder.Path, "copy"), new() { Mirror = mirror }, Cancel))).Message;

    private async Task<BinariesMirror> StartMirrorAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake server is a shell script, and its archive needs xz");
        return await BinariesMirror.StartAsync(FakeBinaries.Version, FakeBinaries.Make(_folder));
    }
}
