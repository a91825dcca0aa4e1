using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Growth;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Reporting;
using Spectre.Console;

namespace PyConDemo.Stage.Tests.Reporting;

public class ReportTests
{
    [Fact]
    public void Json_comes_back_as_it_was_written()
    {
        var text = JsonReport.Write(Reports.Report());
        var back = JsonSerializer.Deserialize<RaceReport>(text, JsonReport.Options)!;
        Assert.Equal(text, JsonReport.Write(back));
        Assert.Equal(1, back.SchemaVersion);
    }

    [Fact]
    public void Markdown_keeps_its_table_whole()
    {
        var lines = MarkdownReport.Write(Reports.Report()).Split('\n');
        Assert.Contains("### OFFSET &lt;pagination>", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Where(l => l.StartsWith('|')), l => Assert.Equal(4, l.Count(c => c == '|')));
        Assert.Contains(lines, l => l == "| p95 at 3.0/s | 132 ms | 4.0 ms |");
        Assert.Contains(lines, l => l == "| bystander p99 at 40/s (alone 4.0 ms) | 310 ms | 4.0 ms |");
        Assert.Contains(lines, l => l == "| drained | 12.3 jobs/s | – |");
    }

    [Fact]
    public void Refusals_and_time_outs_are_told_apart_in_every_format()
    {
        var race = Reports.RaceWithRefusals();
        var report = Reports.Report() with { Races = [race, race] };
        const string Words = "2 × 500, 1,412 × 503, 30 timed out, 4 broken off, 5 not sent";

        var lines = MarkdownReport.Write(report).Split('\n');
        Assert.Contains($"({Words})", lines[2], StringComparison.Ordinal);
        Assert.Contains("310 ms (7 × 503)", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, l => l == $"| failures at 40/s | {Words} | none |");
        Assert.Contains(lines, l => l == "| bystander failures at 40/s | 7 × 503 | – |");
        Assert.Contains(
            $"<td>{Words}</td><td>none</td>", WebUtility.HtmlDecode(HtmlReport.Write(report)), StringComparison.Ordinal);

        var text = new StringWriter();
        TerminalReport.Write(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No }),
            race);
        Assert.Contains("1,412 × 503", text.ToString(), StringComparison.Ordinal);

        var json = JsonReport.Write(report);
        var back = JsonSerializer.Deserialize<RaceReport>(json, JsonReport.Options)!;
        Assert.Equal(json, JsonReport.Write(back));
        Assert.Equal(Words, back.Races[0].Lanes[0].Overload!.Failures.InWords());
        Assert.Equal("7 × 503", back.Races[0].Lanes[0].Overload!.BystanderFailures!.InWords());
    }

    [Fact]
    public void Markdown_of_several_races_begins_with_a_row_for_each()
    {
        var report = Reports.Report();
        var race = report.Races[0];
        var refused = race with { Refused = "the generator was late" };
        var lines = MarkdownReport.Write(report with { Races = [race, refused] }).Split('\n');
        Assert.StartsWith("| | load that both sustain | compared | bad | good |", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"| {race.Slug} | 3.0/s | p95 | 132 ms | 4.0 ms | ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"| {race.Slug} | no verdict | – | – | – | – |", lines[3], StringComparison.Ordinal);
        Assert.All(lines[..4], line => Assert.Equal(lines[0].Count(c => c == '|'), line.Count(c => c == '|')));
    }

    [Fact]
    public void A_race_of_three_has_a_column_for_each_lane_everywhere()
    {
        var race = Reports.RaceOfThree();
        var report = Reports.Report() with { Races = [race, race with { Refused = "late" }] };
        var lines = MarkdownReport.Write(report).Split('\n');
        Assert.StartsWith(
            "| | load that all sustain | compared | bad | good | yours | bad to good (99 % interval) | bad to yours", lines[0],
            StringComparison.Ordinal);
        Assert.Contains(" | 33× (29–37) | no difference (0.90–1.10) | 40/s | ", lines[2], StringComparison.Ordinal);
        Assert.All(lines[..4], line => Assert.Equal(lines[0].Count(c => c == '|'), line.Count(c => c == '|')));
        Assert.Contains(lines, l => l == "| | bad | good | yours |");
        Assert.Contains(lines, l => l == "| p95 at 3.0/s | 132 ms | 4.0 ms | 130 ms |");

        var html = HtmlReport.Write(report);
        Assert.Contains("<td>132 ms</td><td>4.0 ms</td><td>130 ms</td>", html, StringComparison.Ordinal);
        Assert.Contains("rect class=\"yours\"", html, StringComparison.Ordinal);

        var text = new StringWriter();
        TerminalReport.Write(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No }),
            race);
        Assert.Matches("bad .+ good .+ yours", text.ToString());

        var back = JsonSerializer.Deserialize<RaceReport>(JsonReport.Write(report), JsonReport.Options)!;
        Assert.Equal(race.Third, back.Races[0].Third);
    }

    [Fact]
    public void A_next_step_is_named_by_its_label_and_good_stays_green()
    {
        var race = Reports.Race();
        race = race with { Lanes = [race.Lanes[1], race.Lanes[0] with { Name = "leased", Label = "leased" }] };
        var html = HtmlReport.Write(Reports.Report() with { Races = [race] });
        Assert.Contains("<h1>Good against leased</h1>", html, StringComparison.Ordinal);
        Assert.Contains("rect class=\"good\"", html, StringComparison.Ordinal);
        Assert.Contains("rect class=\"step\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("rect class=\"bad\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad,good", "bad,good")]
    [InlineData("bad,good,yours", "bad,good,yours")]
    [InlineData("good,leased,yours", "good,step,yours")]
    [InlineData("good,good", "good,step")]
    [InlineData("good,good,leased", "good,yours,step")] // the third keeps its own
    [InlineData("bad,bad,bad", "bad,step,yours")]
    public void Lanes_look_by_their_names_and_no_two_the_same(string names, string looks)
        => Assert.Equal(looks, string.Join(',', LaneLooks.Of(names.Split(','))));

    [Fact]
    public void Html_is_one_file_that_asks_no_other_host()
    {
        var html = HtmlReport.Write(Reports.Report());
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Contains("OFFSET &lt;pagination&gt;", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("<svg").Length - 1);
    }

    [Fact]
    public void Charts_are_well_formed()
    {
        var bars = XElement.Parse(
            SvgBars.Draw(
                "a \"title\" & more",
                [new("x", 0.2, "first"), new("y", 900, "second"), new("z", 0, "first")]));
        var widths = bars.Elements("rect").Select(r => (double)r.Attribute("width")!).ToArray();
        Assert.Equal(0.2 / 900, widths[0] / widths[1], 4); // to scale
        Assert.Equal(0, widths[2]);
        var growth = XElement.Parse(SvgGrowth.Draw("g", "page", [new("bad", "first", [(1, 1), (10, 10), (100, 100)])]));
        Assert.Equal(3, growth.Elements("circle").Count());
    }

    [Fact]
    public void The_terminal_shows_the_table_and_the_verdict()
    {
        var text = Terminal(400, console => TerminalReport.Write(console, Reports.Race()));
        Assert.Contains("PostgreSQL CPU per request", text, StringComparison.Ordinal);
        Assert.Contains("Good is 33 times faster", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_race_still_shows_its_numbers_and_that_they_are_no_verdict()
    {
        var race = Reports.Race() with { Refused = "the generator was late", Verdict = "It was late." };
        var text = Terminal(120, console => TerminalReport.Write(console, race));
        Assert.Contains("(no verdict)", text, StringComparison.Ordinal);
        Assert.Contains("132 ms", text, StringComparison.Ordinal);
        Assert.Contains("offset-pagination: It was late.", text, StringComparison.Ordinal);
    }

    /// <summary>Each word of a narrow terminal is a word of a wide one.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public void No_word_is_broken_on_a_narrow_terminal(int width)
    {
        var three = Reports.RaceOfThree();
        var failing = Reports.RaceWithRefusals();
        foreach (var race in new[]
        {
            Reports.Race(), failing, three with { Lanes = [failing.Lanes[0], failing.Lanes[0], failing.Lanes[0]] },
        })
        {
            AssertWords(width, console => TerminalReport.Write(console, race));
        }

        var builder = new GrowthReportBuilder(RaceCatalog.Find("row-locking"), new Pattern(
            "row-locking", "Multiple row locking", "", "",
            [new("bad", "POST", "/bad/jobs/claim", null), new("good", "POST", "/good/jobs/claim", null)],
            new("pending", "jobs in the queue", 50_000, 50, 100_000)));
        foreach (var dial in Decades.Of(1, 10_000_000))
        {
            for (var lane = 0; lane < 2; lane++)
                builder.Add(lane, new(dial, new RequestVitals(2, dial, dial, 1.5, 900), 4_000_000, 1_234, 0, null));
        }

        AssertWords(width, console => GrowthTerminal.Write(console, builder.Report(Reports.Facts)));
    }

    private static void AssertWords(int width, Action<IAnsiConsole> write)
    {
        var (wide, narrow) = (Terminal(1_000, write), Terminal(width, write));
        Assert.All(narrow.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Empty(Words(narrow).Except(Words(wide)));
        Assert.Empty(Words(wide).Except(Words(narrow)));
    }

    private static IEnumerable<string> Words(string text)
        => text.Split([' ', '\n', '\r', '│', '─', '├', '┤', '╭', '╮', '╰', '╯', '┬', '┴', '┼'],
            StringSplitOptions.RemoveEmptyEntries).Distinct();

    private static string Terminal(int width, Action<IAnsiConsole> write)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        write(console);
        return text.ToString();
    }
}
