using PyConDemo.CommandLine;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.CommandLine;

/// <summary>Runs the program as a process: an error is one line and an exit code.</summary>
public class StageCommandLineTests
{
    [Fact]
    public async Task A_spelling_mistake()
        => await ExpectAsync(
            ExitCode.Usage, "There is no anti-pattern 'n-plus-on'. Did you mean 'n-plus-one'?", "race", "n-plus-on");

    [Fact]
    public async Task The_former_name_of_a_scale()
        => await ExpectAsync(ExitCode.Usage, "'stage' is called 'medium' now.", "race", "--scale", "stage");

    [Fact]
    public async Task An_unknown_option()
        => await ExpectAsync(ExitCode.Usage, "There is no option '--fast'.", "race", "--fast");

    [Fact]
    public async Task A_duration_that_is_none()
        => await ExpectAsync(
            ExitCode.Usage, "'fast' is not a duration such as 500ms, 20s or 2m.", "race", "--duration", "fast");

    /// <summary>Nothing else is printed: no API was started.</summary>
    [Theory]
    [InlineData("'nonsense' is no size of the data. There are: small, medium, large.", "race", "--scale", "nonsense")]
    [InlineData("'0' is not a duration such as 500ms, 20s or 2m.", "race", "--duration", "0")]
    [InlineData("'0' is not a rate from 0.01 to 20,000.", "race", "--rate", "0")]
    [InlineData("'NaN' is not a rate from 0.01 to 20,000.", "race", "--rate", "NaN")]
    [InlineData("'-1' is not a price in dollars from 0 to 1,000.", "race", "--price", "-1")]
    [InlineData("'fast' is not a link such as 20Mbit.", "race", "--link", "fast")]
    [InlineData("'0' is not a number of jobs from 1 to 1,000,000.", "race", "--queue", "0")]
    [InlineData("'lucky' is not a seed from 0 to 2,147,483,647.", "race", "--seed", "lucky")]
    [InlineData("'0' is not a number from 1 to 1,000,000,000.", "growth", "n-plus-one", "--to", "0")]
    [InlineData("There is no anti-pattern 'n-plus-on'. Did you mean 'n-plus-one'?", "growth", "n-plus-on")]
    [InlineData("--lanes takes two or three names: bad,good.", "race", "--lanes", "bad,")]
    [InlineData("No pattern has a lane 'goood'. Did you mean 'good'?", "race", "--lanes", "bad,goood")]
    [InlineData("n-plus-one has no lane 'leased'. There are: bad, good, projected, yours.",
        "race", "n-plus-one", "--lanes", "good,leased")]
    [InlineData("Can't write /nowhere/race.json: there is no folder /nowhere.", "race", "--json", "/nowhere/race.json")]
    [InlineData("Can't write /nowhere/race.html: there is no folder /nowhere.",
        "growth", "n-plus-one", "--html", "/nowhere/race.html")]
    [InlineData("Can't serve on 'nonsense': not a URL. Try --urls http://127.0.0.1:5101", "--urls", "nonsense")]
    [InlineData("Can't serve on 'ftp://x': not a URL. Try --urls http://127.0.0.1:5101",
        "--urls", "http://127.0.0.1:0;ftp://x")]
    [InlineData("Can't serve on 'http://127.0.0.1:99999': not a URL. Try --urls http://127.0.0.1:5101",
        "--urls", "http://127.0.0.1:99999")]
    public async Task A_bad_argument_is_refused_before_anything_starts(string line, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && line.Contains("/nowhere", StringComparison.Ordinal), "other paths");
        await ExpectAsync(ExitCode.Usage, line, arguments);
    }

    [Fact]
    public async Task A_report_is_not_written_over_a_folder_and_a_check_leaves_no_file()
    {
        using var folder = new ScratchFolder();
        var file = Path.Combine(folder.Path, "race.json");
        var (code, error) = await RunAsync("race", "--json", file, "--html", folder.Path);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"Can't write {folder.Path}: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Starting", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_told_before_an_API_starts()
    {
        await using var other = await FakeServer.StartAsync(_ => { });
        var used = $"{other.Address}".TrimEnd('/');
        await ExpectAsync(
            ExitCode.CannotStart,
            $"Can't serve on {used}: another program uses this port. Try --urls http://127.0.0.1:{other.Address.Port + 1}",
            "--no-open", "--urls", $"http://127.0.0.1:0;{used}");
    }

    [Fact]
    public async Task A_dead_target()
        => await ExpectAsync(
            ExitCode.DeadTarget, "Nothing answers at http://127.0.0.1:1/ (ConnectionRefused).", "race", "--target",
            "http://127.0.0.1:1");

    [Fact]
    public async Task Another_program_at_the_target()
    {
        await using var server = await FakeServer.StartAsync(_ => { });
        await ExpectAsync(
            ExitCode.OtherTarget, $"{server.Address} is not this demo: it has no /health/ready.", "race", "--target",
            $"{server.Address}");
    }

    [Fact]
    public async Task Another_list_of_patterns()
    {
        await using var server = await new FakeDemo { Slugs = ["offset-pagination", "seventh"] }.StartAsync();
        var (code, error) = await RunAsync("race", "--target", $"{server.Address}");
        Assert.Equal(ExitCode.OtherTarget, code);
        Assert.Contains(
            "don't match: seventh has no race, long-requests is not served", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unoptimised_build()
    {
        await using var server = await new FakeDemo { Optimized = false }.StartAsync();
        var (code, error) = await RunAsync("race", "--target", $"{server.Address}");
        Assert.Equal(ExitCode.Unoptimised, code);
        Assert.Contains("is an unoptimised build (1.0.0+fake)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lane_that_is_not_there()
    {
        await using var server = await new FakeDemo().StartAsync();
        await ExpectAsync(ExitCode.Usage, "offset-pagination has no lane 'goood'. Did you mean 'good'?",
            "race", "offset-pagination", "--lanes", "bad,goood", "--target", $"{server.Address}");
    }

    /// <summary>Without a pattern's name all six would be raced, and one would fail after others were done.</summary>
    [Fact]
    public async Task A_next_step_that_not_every_pattern_has()
    {
        var demo = new FakeDemo();
        await using var server = await demo.StartAsync();
        await ExpectAsync(ExitCode.Usage,
            "Only offset-pagination has a lane 'leased'. Name the pattern: race offset-pagination --lanes good,leased",
            "race", "--lanes", "good,leased", "--target", $"{server.Address}");
        await ExpectAsync(ExitCode.Usage, "n-plus-one has no lane 'leased'. There are: bad, good, yours.",
            "race", "offset-pagination", "n-plus-one", "--lanes", "good,leased", "--target", $"{server.Address}");
        await ExpectAsync(ExitCode.Usage, "No pattern has a lane 'leasd'. Did you mean 'leased'?",
            "race", "--lanes", "good,leasd", "--target", $"{server.Address}");
        Assert.Equal(0, demo.CursorsAsked); // nothing was raced
    }

    [Fact]
    public async Task One_lane_alone()
        => await ExpectAsync(ExitCode.Usage, "--lanes takes two or three names: bad,good.", "race", "--lanes", "good");

    [Theory]
    [InlineData("workshop")]
    [InlineData("workshop", "n-plus-one", "--hint")]
    [InlineData("workshop", "--list")]
    public async Task The_workshop_is_a_program_of_its_own(params string[] arguments) => await ExpectAsync(
        ExitCode.Usage, "The workshop is a program of its own: dotnet run --project src/PyConDemo.Workshop", arguments);

    [Fact]
    public async Task Help_does_not_list_the_old_workshop_command()
    {
        var (_, help, _) = await StageProcess.Command("--help").RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains("race", help, StringComparison.Ordinal);
        Assert.DoesNotContain("workshop", help, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_port_that_is_none()
    {
        var command = StageProcess.Command("race", "n-plus-one");
        command.Environment["PYCONDEMO_API_PORT"] = "usual";
        var (code, _, error) = await command.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            (ExitCode.Usage, "PYCONDEMO_API_PORT must be a port, from 0 to 65535, and not 'usual'."),
            ((ExitCode)code, error.Trim()));
    }

    private static async Task ExpectAsync(ExitCode code, string line, params string[] arguments)
        => Assert.Equal((code, line), await RunAsync(arguments));

    private static async Task<(ExitCode Code, string Error)> RunAsync(params string[] arguments)
    {
        var (code, _, error) = await StageProcess.Command(arguments).RunAsync(TestContext.Current.CancellationToken);
        return ((ExitCode)code, error.Trim());
    }
}
