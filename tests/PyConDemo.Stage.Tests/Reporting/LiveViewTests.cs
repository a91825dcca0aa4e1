using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Reporting;
using Spectre.Console;

namespace PyConDemo.Stage.Tests.Reporting;

public class LiveViewTests
{
    [Fact]
    public async Task It_shows_both_lanes_as_they_move_and_the_time_left()
    {
        var screen = new Screen();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = 120;
        await using var view = new LiveView(console);
        view.OnRaceStarted("offset-pagination", "OFFSET [pagination]", ["bad", "good"], TimeSpan.FromMinutes(10));
        view.OnPhaseStarted(RacePhase.Sustained, 3);
        view.OnResult(0, Result(132));
        view.OnResult(1, Result(4));

        await screen.Shows(
            @"OFFSET \[pagination\]", @"bad\s.*132 ms", @"good\s.*4\.0 ms", @"bystander\s", "about [0-9]+ s left");
        view.OnResult(1, Result(250));
        await screen.Shows(@"good\s.*250 ms");
    }

    private static RequestResult Result(double ms) => new(Outcome.Answered, TimeSpan.FromMilliseconds(ms), 200, 1, 0);
}
