using PyConDemo.Postgres.Download;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests.Download;

public sealed class DownloadKillTests : IDisposable
{
    private static readonly int Kills = TestSize.Choose(plain: 4, full: 20);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_kills_in_the_middle_of_download_and_unpacking_the_next_start_finishes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake server is a shell script, and its archive needs xz");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var mirror = await BinariesMirror.StartAsync(
            FakeBinaries.Version, FakeBinaries.Make(_folder, ballast: 16));
        var data = Path.Combine(_folder.Path, "data");
        var random = new Random(17);
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            // Half of them are killed during the download, and half when the archive is there, so during the unpacking.
            var unpacks = kill % 2 == 1;
            mirror.Delay = TimeSpan.FromMilliseconds(unpacks ? 0 : 50);
            using var host = HostProcess.Start(
                data, ("Postgres__Source", "download"), ("Postgres__Mirror", mirror.Address.ToString()));
            await Eventually.TrueAsync(
                () => Staged(data).Any(staging => !unpacks || HasArchive(staging)) || IsInstalled(data),
                "it downloads", cancellationToken);
            await Task.Delay(random.Next(100), cancellationToken);
            await host.KillAsync();
            if (Staged(data).Any()) interrupted++;
            if (IsInstalled(data)) Directory.Delete(InstalledIn(data).Single(), recursive: true); // the kill came too late
        }

        mirror.Delay = TimeSpan.Zero;
        // None of those during the download comes too late. Of twenty, some hit the unpacking.
        Assert.InRange(interrupted, TestSize.Choose(plain: Kills / 2, full: Kills / 2 + 1), Kills);
        var options = new PostgresOptions { Mirror = mirror.Address, DataFolder = data };
        var binaries = await DownloadSource.EnsureAsync(options, HostEnvironment.Current, cancellationToken);
        Assert.Equal("17.10", binaries.Version.Text);
        Assert.Equal(16 << 20, new FileInfo(Path.Combine(binaries.Folder, "../lib/ballast")).Length);
        Assert.Empty(Staged(data));
    }

    private static IEnumerable<string> Staged(string data) => Directory.Exists(data)
        ? Directory.EnumerateDirectories(data, "new-*", SearchOption.AllDirectories) : [];

    private static bool HasArchive(string staging) => Directory.EnumerateFiles(staging, "*.jar").Any();

    private static IEnumerable<string> InstalledIn(string data) => Directory.Exists(data)
        ? Directory.EnumerateDirectories(data, FakeBinaries.Version, SearchOption.AllDirectories) : [];

    private static bool IsInstalled(string data) => InstalledIn(data).Any();
}
