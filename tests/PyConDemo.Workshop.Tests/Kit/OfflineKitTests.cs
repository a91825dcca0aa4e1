using PyConDemo.Workshop.Kit;

namespace PyConDemo.Workshop.Tests.Kit;

/// <summary>What a kit holds, with a small repository and small packages.</summary>
public sealed class OfflineKitTests : IDisposable
{
    private static readonly Uri Nobody = new("http://127.0.0.1:9/maven2");
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _lines = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Clone => Path.Combine(_folder.Path, "clone");

    private string Kit => Path.Combine(_folder.Path, "kit");

    private string Packages => Path.Combine(_folder.Path, "packages");

    [Fact]
    public async Task It_holds_the_repository_the_locked_packages_and_the_scripts()
    {
        await MakeCloneAsync();
        MakePackage("hash");
        Assert.Empty(await WriteAsync());
        Assert.Equal(
            ["PyConDemo.bundle", "README.md", "made-by-pycondemo.txt", "packages", "start.ps1", "start.sh"], Entries(Kit));
        Assert.Equal(["some.package.1.2.0.nupkg"], Entries(Path.Combine(Kit, "packages")));

        var cloned = Path.Combine(_folder.Path, "cloned");
        await Shell.RunAsync("git", "clone", "--quiet", Path.Combine(Kit, "PyConDemo.bundle"), cloned);
        Assert.True(File.Exists(Path.Combine(cloned, "src/A/packages.lock.json")));
    }

    [Theory]
    [InlineData(null)] // not there
    [InlineData("other")] // damaged, or another package of this name
    public async Task A_package_that_is_missing_is_named_with_the_command(string? hash)
    {
        await MakeCloneAsync();
        if (hash is not null) MakePackage(hash);
        Assert.Equal(
            ["The package Some.Package 1.2.0 is not on this machine. Get it, and pack again: "
                + "dotnet restore src/PyConDemo.Stage && dotnet restore src/PyConDemo.Workshop"], await WriteAsync());
    }

    [Fact]
    public async Task Binaries_that_cannot_be_downloaded_are_named_for_each_system()
    {
        await MakeCloneAsync();
        MakePackage("hash");
        var missing = await WriteAsync("win-x64", "osx-arm64");
        Assert.Collection(missing,
            line => Assert.StartsWith("PostgreSQL 17 for win-x64 can't be downloaded from ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("PostgreSQL 17 for osx-arm64 can't be downloaded", line, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(Kit, "postgres")));
    }

    [Fact]
    public async Task A_new_kit_keeps_binaries_that_it_cannot_download_again()
    {
        await MakeCloneAsync();
        MakePackage("hash");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake server is a shell script, and its archive needs xz");
        await using (var mirror = await BinariesMirror.StartAsync(FakeBinaries.Version, FakeBinaries.Make(_folder)))
        {
            Assert.Empty(await NewKit().WriteAsync(Kit, [BinariesMirror.System], mirror.Address, Cancel));
            Assert.Empty(await NewKit().WriteAsync(Kit, [BinariesMirror.System], Nobody, Cancel));
        }

        Assert.Single(Directory.EnumerateFiles(Kit, "*.jar", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Binaries_that_no_checksum_confirms_are_not_in_the_kit()
    {
        await MakeCloneAsync();
        MakePackage("hash");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake server is a shell script, and its archive needs xz");
        await using var mirror = await BinariesMirror.StartAsync(FakeBinaries.Version, FakeBinaries.Make(_folder));
        mirror.Sha256 = new('0', 64);
        var missing = await NewKit().WriteAsync(Kit, [BinariesMirror.System], mirror.Address, Cancel);
        Assert.Contains("is not the published one", Assert.Single(missing), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Kit, "postgres")));
    }

    [Fact]
    public async Task Changes_that_are_not_committed_are_named()
    {
        await MakeCloneAsync();
        _folder.File("clone/new.txt");
        await WriteAsync();
        Assert.Contains(_lines, line => line.Contains("1 changed file(s) are not committed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_of_the_history_is_refused()
    {
        await MakeCloneAsync();
        _folder.File("clone/new.txt");
        await ScratchClone.GitAsync(Clone, "add", ".");
        await ScratchClone.GitAsync(Clone, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "Second");
        var shallow = Path.Combine(_folder.Path, "shallow");
        await Shell.RunAsync("git", "clone", "--quiet", "--depth=1", $"file://{Clone}", shallow);
        var refused = await Assert.ThrowsAsync<PyConDemo.ApiClient.InvalidInputException>(
            () => new OfflineKit(shallow, [Packages], _lines.Add).WriteAsync(Kit, [], Nobody, Cancel));
        Assert.Contains("git fetch --unshallow", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["clone", "shallow"], Entries(_folder.Path));
    }

    [Fact]
    public async Task An_interrupted_run_leaves_the_earlier_kit()
    {
        await MakeCloneAsync();
        MakePackage("hash");
        await WriteAsync();
        var before = File.ReadAllText(Path.Combine(Kit, "README.md"));
        using var stopped = new CancellationTokenSource();
        var kit = new OfflineKit(Clone, [Packages], line =>
        {
            if (line.StartsWith("Copying", StringComparison.Ordinal)) stopped.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => kit.WriteAsync(Kit, [], Nobody, stopped.Token));
        Assert.Equal(before, File.ReadAllText(Path.Combine(Kit, "README.md")));
        Assert.Equal(["clone", "kit", "packages"], Entries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Entries(string folder)
        => [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)];

    private OfflineKit NewKit() => new(Clone, [Packages], _lines.Add);

    private Task<IReadOnlyList<string>> WriteAsync(params string[] systems)
        => NewKit().WriteAsync(Kit, systems, Nobody, Cancel);

    private async Task MakeCloneAsync()
    {
        _folder.File("clone/src/A/packages.lock.json", """
            {
              "version": 2,
              "dependencies": {
                "net10.0": {
                  "Some.Package": { "type": "Direct", "resolved": "1.2.0", "contentHash": "hash" },
                  "b": { "type": "Project" }
                }
              }
            }
            """);
        await ScratchClone.GitAsync(Clone, "init", "--quiet", "--initial-branch=main");
        await ScratchClone.GitAsync(Clone, "add", ".");
        await ScratchClone.GitAsync(Clone, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "First");
    }

    private void MakePackage(string hash)
    {
        _folder.File("packages/some.package/1.2.0/some.package.1.2.0.nupkg");
        _folder.File("packages/some.package/1.2.0/.nupkg.metadata", $$"""{ "version": 2, "contentHash": "{{hash}}" }""");
    }
}
