using PyConDemo.Postgres.Download;
using PyConDemo.Postgres.Local;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests.Download;

public sealed class DownloadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _lines = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Installed => Path.Combine(
        _folder.Path, "data", "binaries", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_downloads_once_and_says_what_from_where_and_to_where()
    {
        await using var mirror = await StartMirrorAsync(ballast: 3);
        var first = await EnsureAsync(mirror.Address);
        Assert.Equal(("17.10", Path.Combine(Installed, "17.10.0", "bin")), (first.Version.Text, first.Folder));
        Assert.Matches($@"^Downloading PostgreSQL's server \(\d+ MB\) to {Installed}: {mirror.Address}.*jar$", _lines[0]);
        Assert.Equal(["17.10.0", "download.lock"], EntriesLeft());

        var requests = mirror.Requests.Count;
        Assert.Equal(first, await EnsureAsync(mirror.Address));
        Assert.Equal(requests, mirror.Requests.Count);
    }

    [Fact]
    public async Task A_download_that_breaks_is_tried_again()
    {
        await using var mirror = await StartMirrorAsync(ballast: 1);
        mirror.BrokenDownloads = 1;
        Assert.Equal("17.10", (await EnsureAsync(mirror.Address)).Version.Text);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0, "expected SHA-256 0000")]
    [InlineData(null, 0, "is not the published one")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 1, "is not the published one")]
    public async Task Binaries_that_no_checksum_confirms_are_never_run(string? published, int failures, string reason)
    {
        await using var mirror = await StartMirrorAsync();
        (mirror.Sha256, mirror.ChecksumFailures) = (published, failures);
        Assert.Contains(reason, await ReasonAsync(mirror.Address));
        Assert.Equal(["download.lock"], EntriesLeft());
    }

    [Theory]
    [InlineData("16", "No Postgres version matching '16' is published")]
    [InlineData("17.9.9", "Nothing found at")]
    public async Task A_version_that_the_mirror_lacks_is_named(string version, string reason)
    {
        await using var mirror = await StartMirrorAsync();
        Assert.Contains(reason, await ReasonAsync(mirror.Address, version));
    }

    [Fact]
    public async Task Without_a_network_the_reason_is_one_line()
    {
        var reason = await ReasonAsync(new Uri("http://127.0.0.1:9/maven2"));
        Assert.StartsWith("PostgreSQL 17 can't be downloaded from http://127.0.0.1:9/maven2: Connection refused", reason);
        Assert.DoesNotContain('\n', reason);
    }

    [Fact]
    public async Task What_is_there_needs_no_network()
    {
        await using (var mirror = await StartMirrorAsync())
            await EnsureAsync(mirror.Address);
        Assert.Equal("17.10", (await EnsureAsync(new Uri("http://127.0.0.1:9"))).Version.Text);
    }

    [Fact]
    public async Task A_full_disk_is_named_before_anything_is_downloaded()
    {
        await using var mirror = await StartMirrorAsync();
        var full = HostEnvironment.Current with { FreeBytes = _ => 5 << 20 };
        Assert.Contains("5 MB are free", await ReasonAsync(mirror.Address, environment: full));
        Assert.Empty(mirror.Requests);
    }

    [Fact]
    public async Task Binaries_that_do_not_run_here_are_named()
    {
        var made = FakeBinaries.Make(_folder);
        _folder.File("made/bin/postgres", "#!/nonexistent/interpreter\n", executable: true);
        await using var mirror = await BinariesMirror.StartAsync(FakeBinaries.Version, made);
        Assert.Contains("doesn't run on this machine", await ReasonAsync(mirror.Address));
    }

    [Fact]
    public async Task Two_processes_download_once()
    {
        await using var mirror = await StartMirrorAsync(ballast: 1);
        mirror.Delay = TimeSpan.FromMilliseconds(5);
        await Task.WhenAll(EnsureAsync(mirror.Address), EnsureAsync(mirror.Address));
        Assert.Single(mirror.Requests, path => path.EndsWith(".jar", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_download_ends_and_the_next_one_deletes_what_it_left()
    {
        await using var mirror = await StartMirrorAsync(ballast: 1);
        mirror.Delay = TimeSpan.FromMilliseconds(100); // of each hundredth part
        using var cancellation = new CancellationTokenSource(500);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DownloadSource.EnsureAsync(
            Options(mirror.Address), HostEnvironment.Current, cancellation.Token));

        mirror.Delay = TimeSpan.Zero;
        await EnsureAsync(mirror.Address);
        Assert.Equal(["17.10.0", "download.lock"], EntriesLeft());
    }

    [Theory]
    [InlineData(PostgresSource.Configured)]
    [InlineData(PostgresSource.Container)]
    [InlineData(PostgresSource.Local)]
    public async Task It_never_downloads_if_another_source_is_chosen(PostgresSource source)
    {
        await using var mirror = await StartMirrorAsync();
        var bare = HostEnvironment.Current with { Root = "/nonexistent", Variable = _ => null };
        await Assert.ThrowsAsync<PostgresUnavailableException>(() => PostgresServer.StartAsync(
            Options(mirror.Address) with { Source = source }, bare, Cancel));
        Assert.Empty(mirror.Requests);
    }

    [Fact]
    public async Task It_goes_through_the_proxy_that_the_environment_names()
    {
        await using var mirror = await StartMirrorAsync();
        using var host = HostProcess.Start(
            Path.Combine(_folder.Path, "data"),
            ("Postgres__Source", "download"), ("Postgres__Mirror", "http://mirror.invalid/"),
            ("http_proxy", mirror.Address.ToString()), ("no_proxy", ""));
        await host.LeaveAsync(); // the server itself is a fake, which doesn't start
        Assert.True(Directory.Exists(Path.Combine(Installed, "17.10.0")));
    }

    private async Task<BinariesMirror> StartMirrorAsync(int ballast = 0)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake server is a shell script, and its archive needs xz");
        return await BinariesMirror.StartAsync(FakeBinaries.Version, FakeBinaries.Make(_folder, ballast));
    }

    private Task<ServerBinaries> EnsureAsync(Uri mirror)
        => DownloadSource.EnsureAsync(Options(mirror), HostEnvironment.Current, Cancel);

    private async Task<string> ReasonAsync(Uri mirror, string version = "17", HostEnvironment? environment = null)
    {
        var failed = await Assert.ThrowsAsync<SourceUnavailableException>(() => DownloadSource.StartAsync(
            Options(mirror) with { Version = version }, environment ?? HostEnvironment.Current, Cancel));
        return failed.Message;
    }

    private PostgresOptions Options(Uri mirror) => new()
    {
        Source = PostgresSource.Download,
        Mirror = mirror,
        DataFolder = Path.Combine(_folder.Path, "data"),
        OnProgress = line =>
        {
            lock (_lines) _lines.Add(line);
        },
    };

    private IEnumerable<string> EntriesLeft()
        => new DirectoryInfo(Installed).EnumerateFileSystemInfos().Select(entry => entry.Name).Order();
}
