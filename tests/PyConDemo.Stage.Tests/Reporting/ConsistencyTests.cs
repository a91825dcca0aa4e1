using System.Net;
using System.Text.RegularExpressions;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Reporting;
using Spectre.Console;

namespace PyConDemo.Stage.Tests.Reporting;

/// <summary>Each number of a finished race stands in every report, in the same format.</summary>
public partial class ConsistencyTests
{
    public static TheoryData<string> Reports => new("terminal", "HTML", "Markdown");

    [Theory, MemberData(nameof(Reports))]
    public void Each_number_stands_in_each_report_in_one_format(string report)
    {
        var race = RaceNumbers.Example();
        var words = Words(report switch
        {
            "HTML" => WebUtility.HtmlDecode(HtmlReport.Write(Tests.Reports.Report() with { Races = [race] })),
            "Markdown" => MarkdownReport.Write(Tests.Reports.Report() with { Races = [race] }),
            _ => Terminal(race),
        });
        Assert.All(RaceNumbers.Of(race), number => Assert.Contains(Words(number), words, StringComparison.Ordinal));
    }

    private static string Terminal(RaceResult race)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 400;
        TerminalReport.Write(console, race);
        return text.ToString();
    }

    /// <summary>The text between single spaces, without the lines of a table.</summary>
    private static string Words(string text) => Space().Replace(text, " ");

    [GeneratedRegex("[\\s│|]+")]
    private static partial Regex Space();
}
