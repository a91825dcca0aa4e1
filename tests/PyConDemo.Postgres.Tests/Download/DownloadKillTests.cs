using PyConDemo.Postgres.Download;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests.Download;

public sealed class DownloadKillTests : IDisposable
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("FULL") == "1" ? 20 : 4;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_kills_in_the_middle_of_download_and_unpacking_the_next_start_finishes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake server is a shell script, and its archive needs xz");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var mirror = await BinariesMirror.StartAsync(
            FakeBinaries.Version, FakeBinaries.Make(_folder, ballast: 20));
        mirror.Delay = TimeSpan.FromMilliseconds(3);
        var data = Path.Combine(_folder.Path, "data");
        var random = new Random(17);
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var host = HostProcess.Start(
                data, ("Postgres__Source", "download"), ("Postgres__Mirror", mirror.Address.ToString()));
            await Eventually.TrueAsync(() => Staged(data).Any(), "the download begins", cancellationToken);
            // Half of them are killed when the archive is there, and so while it is unpacked.
            if (kill % 2 == 1)
                await Eventually.TrueAsync(() => Staged(data).Any(IsUnpacking), "the unpacking begins", cancellationToken);
            await Task.Delay(random.Next(200), cancellationToken);
            await host.KillAsync();
            interrupted += Staged(data).Count();
        }

        Assert.InRange(interrupted, Kills / 2, Kills);
        var options = new PostgresOptions { Mirror = mirror.Address, DataFolder = data };
        var binaries = await DownloadSource.EnsureAsync(options, HostEnvironment.Current, cancellationToken);
        Assert.Equal("17.10", binaries.Version.Text);
        Assert.Equal(20 << 20, new FileInfo(Path.Combine(binaries.Folder, "../lib/ballast")).Length);
        Assert.Empty(Staged(data));
    }

    private static IEnumerable<string> Staged(string data) => Directory.Exists(data)
        ? Directory.EnumerateDirectories(data, "new-*", SearchOption.AllDirectories) : [];

    private static bool IsUnpacking(string staging) => Directory.EnumerateFiles(staging, "*.jar").Any();
}
