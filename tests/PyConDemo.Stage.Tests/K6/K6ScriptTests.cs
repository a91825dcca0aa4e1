using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.TalkChecks;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.K6;

public class K6ScriptTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "k6");

    private static readonly string[] Parts =
    [
        "export const rate = RATE || ", "export const options = {",
        "  scenarios: ", "    bad: ", "    good: ", "    other: ", "    bystander: ", "  thresholds: ",
        "export function setup()", "export function before(", "export function bad(", "export function good(",
        "export function other(", "export function bystander()", "export function handleSummary(data)",
    ];

    public static TheoryData<string> Slugs => [.. RaceCatalog.Slugs];

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Each_anti_pattern_has_a_script(string slug) => Assert.True(File.Exists(Path.Combine(Folder, $"{slug}.js")));

    /// <summary>A reader who knows k6 from its tutorial needs no other file to see what is measured.</summary>
    [Theory]
    [MemberData(nameof(Slugs))]
    public void Each_script_can_be_read_by_itself(string slug)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, $"{slug}.js"));
        Assert.InRange(lines.Length, 40, 70);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
        Assert.StartsWith("// ", lines[0], StringComparison.Ordinal);
        Assert.All(Parts, part => Assert.Contains(lines, line => line.Contains(part, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("`${BASE_URL}/bad/", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("`${BASE_URL}/good/", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_imported_from_another_host()
        => Assert.All(Scripts(), file => Assert.DoesNotMatch("""from ['"]https?:""", File.ReadAllText(file)));

    /// <summary>By a lane's tags it would always read 0: k6 gives what it drops the scenario's name only.</summary>
    [Fact]
    public void What_was_never_sent_is_asked_for_by_its_scenario()
        => Assert.All(Scripts(), file => Assert.DoesNotMatch(@"dropped_iterations(?!\{scenario:)[${]", File.ReadAllText(file)));

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task Each_script_runs(string slug) => Shows(await RunAsync(slug), "| | bad | good |", slug);

    [Fact]
    public async Task All_pairs_run_one_after_the_other()
        => Shows(await RunAsync("all"), "| | bad | good |", [.. RaceCatalog.Slugs]);

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task A_lane_that_only_the_list_knows_runs_too(string slug)
        => Shows(await RunAsync(slug, "good,yours"), "| | good | yours |", slug);

    [Fact]
    public async Task A_lane_that_nobody_knows_ends_the_run_with_one_line()
    {
        var (code, table, error) = await RunAsync("n-plus-one", "good,nobody");
        Assert.NotEqual(0, code);
        Assert.Empty(table.Trim());
        var line = Assert.Single(error.Trim().Split('\n'));
        Assert.Contains("n-plus-one has no lane 'nobody'; it has bad, good, yours", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duration_without_its_unit_is_refused()
    {
        var (code, _, error) = await RunAsync("n-plus-one", duration: "30");
        Assert.NotEqual(0, code);
        Assert.Contains("DURATION must be a duration with its unit", error, StringComparison.Ordinal);
    }

    /// <summary>Every request is answered. How fast is not this test's business: 99 is a missed threshold.</summary>
    private static void Shows((int Code, string Table, string Error) run, string head, params string[] slugs)
    {
        Assert.True(run.Code is 0 or 99, run.Error);
        Assert.All(slugs, slug => Assert.Contains($"### {slug},", run.Table, StringComparison.Ordinal));
        Assert.Equal(slugs.Length, run.Table.Split(head).Length - 1);
        Assert.Equal(slugs.Length, run.Table.Split("| failed | 0.0 % | 0.0 % |").Length - 1);
    }

    private static async Task<(int Code, string Table, string Error)> RunAsync(
        string script, string lanes = "bad,good", string duration = "1s")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.SkipUnless(IsInstalled(), "no k6 on the PATH");
        await using var server = await new FakeDemo { More = EveryLane }.StartAsync();
        var command = new ProcessStartInfo("k6", ["run", "--quiet", "--no-usage-report", $"{script}.js"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        command.Environment["BASE_URL"] = $"{server.Address}";
        command.Environment["LANES"] = lanes;
        command.Environment["DURATION"] = duration;
        command.Environment["PAUSE"] = "1s";
        command.Environment["RATE"] = "5";
        command.Environment["OUT"] = Path.GetTempPath();
        using var k6 = Process.Start(command)!;
        var output = k6.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await k6.StandardError.ReadToEndAsync(cancellationToken);
        await k6.WaitForExitAsync(cancellationToken);
        return (k6.ExitCode, await output, error);
    }

    /// <summary>The toy has one anti-pattern's routes; the scripts ask those of all six.</summary>
    private static void EveryLane(WebApplication app)
    {
        app.Map("/bad/{**path}", () => "{}");
        app.Map("/good/{**path}", () => "{}");
    }

    private static IEnumerable<string> Scripts()
        => Directory.EnumerateFiles(Folder, "*.js").Concat(Directory.EnumerateFiles(Path.Combine(Folder, "lib"), "*.js"));

    private static bool IsInstalled()
        => MachineChecks.K6(Environment.GetEnvironmentVariable("PATH")).Message.EndsWith("k6", StringComparison.Ordinal);
}
