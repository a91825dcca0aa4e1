using PyConDemo.Workshop.ClassView;
using Spectre.Console;

namespace PyConDemo.Workshop.Tests.ClassView;

/// <summary>The host sees who is how far.</summary>
public sealed class ClassScreenTests : IDisposable
{
    private const string Join = "workshop join http://192.0.2.7:5190";

    private readonly Roster _roster = new();
    private readonly StringWriter _text = new();
    private readonly TextWriter _output;

    public ClassScreenTests() => _output = TextWriter.Synchronized(_text);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_exercise_says_how_many_have_done_it_and_each_attendee_has_six_marks()
    {
        _roster.Set("1", new("Zainab", ["n-plus-one", "row-locking"], "row-locking", null));
        _roster.Set("2", new("ada [x]", ["n-plus-one"], "fat-payloads", "each image has its own address"));
        var lines = Draw();
        Assert.Equal(
            ["2 of 2", "0 of 2", "0 of 2", "0 of 2", "1 of 2", "0 of 2"], lines[..6].Select(line => line[^6..]));
        Assert.StartsWith("row-locking", lines[4], StringComparison.Ordinal);
        Assert.Equal((15, 15), (lines[4].Count(c => c == '█'), lines[4].Count(c => c == '░')));
        Assert.Equal(
            ["✔○✘○○○ ada [x]", "✔○○○✔○ Zainab"],
            lines[7].Split("  ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Sixty_attendees_fit_on_a_screen()
    {
        for (var n = 0; n < 60; n++) _roster.Set($"{n}", new($"attendee {n}", [], null, null));
        var lines = Draw();
        Assert.Equal(60, string.Concat(lines).Split("○○○○○○ attendee").Length - 1);
        Assert.InRange(lines.Length, 9, 24);
    }

    [Fact]
    public void It_says_how_attendees_join()
    {
        var lines = Draw();
        Assert.EndsWith("0 of 0", lines[0], StringComparison.Ordinal);
        Assert.Equal($"Attendees join with {Join}", lines[^1]);
    }

    [Fact]
    public void Without_a_network_it_says_so()
    {
        Screen([]).Draw();
        Assert.Contains("in no network", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_shown_by_itself_and_a_new_size_at_once()
    {
        using var stop = new CancellationTokenSource();
        var screen = Screen(Join);
        var running = screen.RunAsync(stop.Token);
        _roster.Set("1", new("Ada", [], null, null));
        await Eventually.TrueAsync(() => Drawn() > 0, "the report is drawn", Cancel);
        var drawn = Drawn();
        screen.DrawSoon();
        await Eventually.TrueAsync(() => Drawn() > drawn, "the class is drawn again", Cancel);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        int Drawn() => Text().Split("Ada").Length - 1;
    }

    public void Dispose() => _output.Dispose();

    private string Text()
    {
        lock (_output) return _text.ToString(); // each write has this lock
    }

    private string[] Draw()
    {
        Screen(Join).Draw();
        return Text().TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
    }

    private ClassScreen Screen(params string[] commands)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(_output),
        });
        console.Profile.Width = 140;
        return new(console, _roster, commands);
    }
}
