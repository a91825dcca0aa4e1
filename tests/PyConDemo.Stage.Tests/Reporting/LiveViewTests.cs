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
        await using var view = new LiveView(Console(screen, 120));
        view.OnRaceStarted("offset-pagination", "OFFSET [pagination]", ["bad", "good"], TimeSpan.FromMinutes(10));
        view.OnPhaseStarted(RacePhase.Sustained, 3, TimeSpan.FromMinutes(5)); // less than was planned
        view.OnResult(0, Result(132));
        view.OnResult(1, Result(4));

        await screen.Shows(
            @"OFFSET \[pagination\]", @"bad\s.*132 ms", @"good\s.*4\.0 ms", @"bystander\s", "about (300|2[0-9]{2}) s left");
        view.OnResult(1, Result(250));
        await screen.Shows(@"good\s.*250 ms");
    }

    [Fact]
    public async Task It_shows_whose_turn_it_is_and_no_number_for_a_lane_that_was_not_asked()
    {
        var screen = new Screen();
        await using var view = new LiveView(Console(screen, 120));
        view.OnRaceStarted("n-plus-one", "N+1 queries", ["bad", "good"], TimeSpan.FromMinutes(10));
        view.OnPhaseStarted(RacePhase.Capacity, null, TimeSpan.Zero);
        view.OnLaneLoad(0, loading: true);
        view.OnResult(0, Result(132));
        await screen.Shows("bad's turn", @"bad\s.*132 ms", @"good\s[^0-9\n]*–[^0-9\n]*–[^0-9\n]*\n");
        view.OnLaneLoad(0, loading: false);
        view.OnLaneLoad(1, loading: true);
        await screen.Shows("good's turn");
    }

    [Fact]
    public async Task It_shows_what_the_latencies_said_while_the_race_goes_on()
    {
        var screen = new Screen();
        await using var view = new LiveView(Console(screen, 120));
        view.OnRaceStarted("n-plus-one", "N+1 queries", ["bad", "good"], TimeSpan.FromMinutes(10));
        view.OnLatenciesCompared(Reports.Race());
        view.OnPhaseStarted(RacePhase.Overload, 63, TimeSpan.FromMinutes(1));
        await screen.Shows("Overload: 63 requests/s", "33 times faster");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public async Task No_word_is_broken_on_a_narrow_terminal(int width)
    {
        var screen = new Screen();
        await using var view = new LiveView(Console(screen, width));
        view.OnRaceStarted(
            "hot-aggregations", "Hot-path aggregations", ["good", "projected", "yours"], TimeSpan.FromMinutes(10));
        view.OnPhaseStarted(RacePhase.Overload, 1_234, TimeSpan.Zero);
        for (var i = 0; i < 1_000; i++)
        {
            view.OnResult(1, Result(1_234));
            view.OnResult(1, new(Outcome.Refused, TimeSpan.FromMilliseconds(1_234), 503, 1, 0));
            view.OnResult(1, new(Outcome.TimedOut, TimeSpan.FromMilliseconds(12_345), 0, 0, 0));
        }

        await screen.Shows("1,000", "timed", "out", "bystander", "projected", "3,000", "1.2 s", "failed", "max");
    }

    private static IAnsiConsole Console(Screen screen, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = width;
        return console;
    }

    private static RequestResult Result(double ms) => new(Outcome.Answered, TimeSpan.FromMilliseconds(ms), 200, 1, 0);
}
