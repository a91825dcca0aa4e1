using System.Diagnostics;
using PyConDemo.Stage.Engines;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Tests.Toys;

namespace PyConDemo.Stage.Tests.Engines;

public class K6ScriptTests
{
    private static readonly string Folder = K6Engine.Scripts();

    public static TheoryData<string> Slugs => [.. RaceCatalog.Slugs];

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Each_anti_pattern_has_a_script(string slug) => Assert.True(File.Exists(Path.Combine(Folder, $"{slug}.js")));

    [Fact]
    public void Nothing_is_imported_from_another_host()
        => Assert.All(Scripts(), file => Assert.DoesNotMatch("""from ['"]https?:""", File.ReadAllText(file)));

    /// <summary>By a lane's tags it would always read 0: k6 gives what it drops the scenario's name only.</summary>
    [Fact]
    public void What_was_never_sent_is_asked_for_by_its_scenario()
        => Assert.All(Scripts(), file => Assert.DoesNotMatch(@"dropped_iterations(?!\{scenario:)[${]", File.ReadAllText(file)));

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task Each_script_runs(string slug) => await RunAsync(slug, slug);

    [Fact]
    public async Task All_pairs_run_one_after_the_other() => await RunAsync("all", [.. RaceCatalog.Slugs]);

    private static async Task RunAsync(string script, params string[] slugs)
    {
        var cancel = TestContext.Current.CancellationToken;
        Assert.SkipUnless(await InstalledAsync(), "no k6 on the PATH");
        await using var server = await new ToyDemo().StartAsync();
        var command = new ProcessStartInfo("k6", ["run", "--quiet", "--no-usage-report", $"{script}.js"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in ((string, string)[])
            [("BASE_URL", $"{server.Address}"), ("DURATION", "1s"), ("PAUSE", "1s"), ("RATE", "5"), ("OUT", Path.GetTempPath())])
            command.Environment[name] = value;
        using var k6 = Process.Start(command)!;
        var output = k6.StandardOutput.ReadToEndAsync(cancel);
        var error = await k6.StandardError.ReadToEndAsync(cancel);
        await k6.WaitForExitAsync(cancel);
        var table = await output;
        Assert.All(slugs, slug => Assert.Contains($"### {slug},", table, StringComparison.Ordinal));
        Assert.True(k6.ExitCode is 0 or 99, error);
    }

    private static IEnumerable<string> Scripts()
        => Directory.EnumerateFiles(Folder, "*.js").Concat(Directory.EnumerateFiles(Path.Combine(Folder, "lib"), "*.js"));

    private static async Task<bool> InstalledAsync()
    {
        try
        {
            return await K6Engine.VersionAsync(TestContext.Current.CancellationToken) is { Length: > 0 };
        }
        catch (StageException)
        {
            return false;
        }
    }
}
