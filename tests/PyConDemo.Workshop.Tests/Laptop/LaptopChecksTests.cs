using PyConDemo.Postgres;
using PyConDemo.Workshop.Laptop;

namespace PyConDemo.Workshop.Tests.Laptop;

public sealed class LaptopChecksTests : IDisposable
{
    private static readonly Uri Central = new("https://repo1.maven.org/maven2");
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<PostgresFound, bool, string> Findings => new()
    {
        { new() { Binaries = "17.6 in /usr/bin", HasAutoExplain = true }, true, "17.6 in /usr/bin, with auto_explain" },
        { new() { Binaries = "17.6 in /usr/bin" }, true, "the first check finds out" },
        { new() { Binaries = "17.6 in /usr/bin", HasAutoExplain = false }, false, "lacks the library auto_explain" },
        { new() { Engine = "unix:///run/docker.sock" }, true, "answers at unix:///run/docker.sock" },
        { new() { Downloaded = "/data/17.6.0" }, true, "downloaded to /data/17.6.0" },
        { new() { TooOld = "13.1 in /usr/bin" }, false, "13.1 in /usr/bin is too old" },
        { new(), false, PostgresSearch.InstallCommand },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void PostgreSQL_is_found_or_named_with_its_command(PostgresFound found, bool isOk, string message)
    {
        var line = LaptopChecks.Postgres(found, Central);
        Assert.Equal(isOk, line.IsOk);
        Assert.Contains(message, line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kits_folder_counts_as_a_source_of_PostgreSQL()
    {
        Assert.True(LaptopChecks.Postgres(new(), new(_folder.Path)).IsOk);
        Assert.False(LaptopChecks.Postgres(new(), new(Path.Combine(_folder.Path, "gone"))).IsOk);
    }

    [Fact]
    public void A_package_counts_in_its_exact_version()
    {
        _folder.File("src/A/packages.lock.json", """
            { "dependencies": { "net10.0": { "Some.Package": { "resolved": "1.2.0-RC", "contentHash": "h" } } } }
            """);
        var packages = Path.Combine(_folder.Path, "packages");
        _folder.File("packages/some.package/1.2.1/.nupkg.metadata");
        var line = LaptopChecks.Packages(_folder.Path, [packages]);
        Assert.False(line.IsOk);
        Assert.StartsWith("1 of 1 are missing (Some.Package 1.2.0-RC): ", line.Message, StringComparison.Ordinal);

        _folder.File("packages/some.package/1.2.0-rc/.nupkg.metadata");
        Assert.True(LaptopChecks.Packages(_folder.Path, ["/nowhere", packages]).IsOk);
    }

    [Fact]
    public async Task An_SDK_that_global_json_refuses_is_to_do()
    {
        _folder.File("global.json", """{ "sdk": { "version": "99.0.100" } }""");
        var line = await InstalledPrograms.SdkAsync("dotnet", _folder.Path, Cancel);
        Assert.False(line.IsOk);
        Assert.StartsWith("no SDK 99.0.100 or newer is on the PATH: ", line.Message, StringComparison.Ordinal);
        Assert.True((await InstalledPrograms.SdkAsync("dotnet", Repository.Root, Cancel)).IsOk);
        Assert.False((await InstalledPrograms.SdkAsync("no-such-dotnet", Repository.Root, Cancel)).IsOk);
    }

    [Fact]
    public async Task A_folder_without_git_is_to_do()
    {
        Assert.False((await InstalledPrograms.GitAsync(_folder.Path, Cancel)).IsOk);
        Assert.True((await InstalledPrograms.GitAsync(Repository.Root, Cancel)).IsOk);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.True(LaptopChecks.Files(6, [], "run").IsOk);
        Assert.Equal("the file of n-plus-one is gone: run n-plus-one --reset --yes",
            LaptopChecks.Files(6, ["n-plus-one"], "run").Message);
        Assert.False(LaptopChecks.Memory(2_000_000_000).IsOk);
        Assert.True(LaptopChecks.Memory(4_000_000_000).IsOk);
        Assert.True(LaptopChecks.Writable(Path.Combine(_folder.Path, "new")).IsOk);
        Assert.False(LaptopChecks.Writable(_folder.File("a-file")).IsOk);
        Assert.False(LaptopChecks.FirstCheck(Path.Combine(_folder.Path, "Api.dll"), "run").IsOk);
        Assert.True(LaptopChecks.FirstCheck(_folder.File("Api.dll"), "run").IsOk);
    }

    [Fact]
    public async Task A_host_that_was_joined_must_answer()
    {
        Assert.True((await LaptopChecks.HostAsync(null, Cancel)).IsOk);
        Assert.False((await LaptopChecks.HostAsync(new("http://127.0.0.1:9"), Cancel)).IsOk);
        await using var host = await FakeServer.StartAsync(_ => { });
        Assert.True((await LaptopChecks.HostAsync(host.Address, Cancel)).IsOk); // 404 is an answer, too
    }

    public void Dispose() => _folder.Dispose();
}
