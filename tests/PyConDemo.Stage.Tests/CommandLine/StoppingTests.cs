using System.Diagnostics;
using System.Text.Json;
using PyConDemo.CommandLine;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Reporting;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.CommandLine;

public class StoppingTests
{
    /// <summary>Long enough for a busy machine. A race that was not stopped would end with another code.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ctrl_C_ends_a_race_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGINT");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new ScratchFolder();
        await using var server = await new FakeDemo().StartAsync();
        using var race = StartInterruptible(StageProcess.Command(
            "race", "n-plus-one", "--target", $"{server.Address}", "--json", Path.Combine(folder.Path, "race.json")));
        await WaitForAsync("Warming up", race, cancellationToken);

        await SignalAsync(race, "-INT", cancellationToken);
        await race.WaitForExitAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        Assert.Equal((int)ExitCode.Cancelled, race.ExitCode);
        Assert.Equal(
            ["Stopping …", "Stopped: 0 of 1 races are finished, so there is no report."],
            await LinesAsync(race.StandardError, cancellationToken));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Ctrl_C_keeps_the_races_that_are_finished()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGINT");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new ScratchFolder();
        await using var server = await new FakeDemo().StartAsync();
        string Report(string kind) => Path.Combine(folder.Path, $"race.{kind}");
        using var race = StartInterruptible(StageProcess.Command(
            "race", "offset-pagination", "n-plus-one", "--lanes", "good,good", "--duration", "1s",
            "--target", $"{server.Address}",
            "--json", Report("json"), "--markdown", Report("md"), "--html", Report("html")));
        await WaitForAsync("Warming up", race, cancellationToken);
        await WaitForAsync("Warming up", race, cancellationToken); // of the second race

        await SignalAsync(race, "-INT", cancellationToken);
        var output = await race.StandardOutput.ReadToEndAsync(cancellationToken);
        await race.WaitForExitAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        Assert.Equal((int)ExitCode.Cancelled, race.ExitCode);
        Assert.Equal(
            ["Stopping …", "Stopped: 1 of 2 races is finished."],
            await LinesAsync(race.StandardError, cancellationToken));
        var json = await File.ReadAllTextAsync(Report("json"), cancellationToken);
        Assert.Equal(
            "offset-pagination", Assert.Single(JsonSerializer.Deserialize<RaceReport>(json, JsonReport.Options)!.Races).Slug);
        Assert.All([Report("json"), Report("md"), Report("html")], file =>
        {
            Assert.True(File.Exists(file));
            Assert.Contains($"Wrote {file}", output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_page_says_where_it_is_and_that_it_stops()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGTERM");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await new FakeDemo().StartAsync();
        using var page = StartInterruptible(StageProcess.Command(
            "--no-open", "--urls", "http://127.0.0.1:0;http://127.0.0.1:0", "--target", $"{server.Address}"));
        var lines = await WaitForAsync("Ready", page, cancellationToken);

        await SignalAsync(page, "-TERM", cancellationToken);
        await page.WaitForExitAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        Assert.Equal((int)ExitCode.Success, page.ExitCode);
        Assert.Equal(["Stopping …"], await LinesAsync(page.StandardError, cancellationToken));
        Assert.Equal("Ready: small data, PostgreSQL 15.0. Ctrl-C stops.", lines[^1]);
        Assert.Equal(
            $"API     {$"{server.Address}".TrimEnd('/')}  (below it: /swagger /hangfire /checklist)", lines[^2]);
        Assert.All(lines[^4..^2], line => Assert.Matches(@"^Page    http://127\.0\.0\.1:\d+$", line));
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-INT", "-INT")] // an impatient user
    [InlineData("-KILL")]
    public async Task The_API_and_its_PostgreSQL_end_with_a_race_that_is_stopped(params string[] signals)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        var cancellationToken = TestContext.Current.CancellationToken;
        // where another user's server can reach it
        var folder = Directory.CreateDirectory($"{TestFolders.Parent}/pycondemo-test-{Guid.NewGuid():N}").FullName;
        var command = StageProcess.Command("race", "n-plus-one", "--scale", "small");
        command.Environment["Postgres__DataFolder"] = Path.Combine(folder, "postgres");
        command.Environment["Postgres__Source"] = "local";
        command.Environment["Storage__Folder"] = Path.Combine(folder, "objects");
        using var race = StartInterruptible(command);
        await WaitForAsync("Warming up", race, cancellationToken);
        Assert.NotEmpty(Using(folder));

        foreach (var signal in signals) await SignalAsync(race, signal, cancellationToken);
        await race.WaitForExitAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        for (var since = Stopwatch.StartNew(); Using(folder).Any(); await Task.Delay(50, cancellationToken))
            Assert.True(since.Elapsed < Timeout, $"still there: {string.Join(", ", Using(folder))}");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A shell lets its background jobs ignore SIGINT, and all programs that they start. The one under test is
    /// started as from a terminal.</summary>
    private static Process StartInterruptible(ProcessStartInfo command)
    {
        if (OperatingSystem.IsLinux())
        {
            command.ArgumentList.Insert(0, "--default-signal=INT");
            command.ArgumentList.Insert(1, command.FileName);
            command.FileName = "env";
        }

        return Process.Start(command)!;
    }

    private static async Task SignalAsync(Process process, string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Reads the output up to a line with the text. Returns all lines.</summary>
    private static async Task<List<string>> WaitForAsync(
        string text, Process process, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
            if (line.Trim().StartsWith(text, StringComparison.Ordinal)) break;
        }

        return lines;
    }

    private static async Task<string[]> LinesAsync(TextReader reader, CancellationToken cancellationToken)
        => (await reader.ReadToEndAsync(cancellationToken)).Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// Processes with the folder in their environment or command line: the API, the server, the shell that guards it.
    /// </summary>
    private static IEnumerable<int> Using(string folder)
    {
        var processes = Directory.EnumerateDirectories("/proc");
        foreach (var process in processes.Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            string told;
            try
            {
                told = File.ReadAllText($"{process}/environ") + File.ReadAllText($"{process}/cmdline");
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (told.Contains(folder, StringComparison.Ordinal)) yield return int.Parse(Path.GetFileName(process));
        }
    }
}
