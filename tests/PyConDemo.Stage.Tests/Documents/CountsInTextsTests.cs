using System.Globalization;
using System.Text.RegularExpressions;
using PyConDemo.Figures.Documents;

namespace PyConDemo.Stage.Tests.Documents;

/// <summary>Every count in a text that an audience reads is one that was measured, also where it has no
/// marker.</summary>
public partial class CountsInTextsTests
{
    /// <summary>Counts of something else than the lanes, with the words around them.</summary>
    private static readonly string[] Others =
    [
        "took 2,738 buffers", // an index-only count, in a trial that docs/talk quotes
        "own query: 3 commands", // a split query, which no lane sends
        "become 2.8 MB", // what compression would leave of bad's answer
        "pages of 8 kB", // a buffer's size
    ];

    public static TheoryData<string> Texts => new(
        ["README.md", "docs/talk/slides.md", "docs/results.md", "the symptoms", .. Document.All().Where(IsPattern)]);

    [Theory, MemberData(nameof(Texts))]
    public void A_count_in_a_text_was_measured(string text)
    {
        var figures = FiguresFile.Load();
        var words = text == "the symptoms" ? string.Join(' ', figures.Symptoms.Values)
            : File.ReadAllText(Path.Combine(Repository.Root, text)).ReplaceLineEndings(" ");
        foreach (var other in Others) words = words.Replace(other, "", StringComparison.Ordinal);
        var measured = figures.Measurements.Values.SelectMany(m => m.Figures.Values).ToArray();
        // In the folders' READMEs, sizes are also those of other things: of a picture, of an encoding.
        var counts = Count().Matches(words).Where(count => !(IsPattern(text) && IsBytes(count)));
        Assert.All(counts, count => Assert.True(measured.Any(figure => Says(count, figure)), count.Value));
    }

    private static bool IsPattern(string path)
        => path.StartsWith("src/PyConDemo.Api/AntiPatterns/", StringComparison.Ordinal);

    private static bool IsBytes(Match count) => count.Groups["unit"].Value is "B" or "kB" or "MB";

    /// <summary>Whether a text's number is a figure, rounded to the digits that the text has.</summary>
    private static bool Says(Match count, Figure figure)
    {
        var (number, unit) = (count.Groups["number"].Value, count.Groups["unit"].Value);
        var size = unit switch { "kB" => 1e3, "MB" => 1e6, _ => 1 };
        if (IsBytes(count) != (figure.Unit == Figure.Bytes)) return false;
        if (unit == "buffers" && figure.Unit != Figure.Buffers) return false;
        var said = double.Parse(number, NumberStyles.Number, CultureInfo.InvariantCulture) * size;
        var digits = number.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal)
            .TrimEnd('0').Length;
        return said == Rounded(figure.Value, Math.Max(1, digits)) || said == figure.Value;
    }

    private static double Rounded(double value, int digits)
        => double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?<number>\d+(?:,\d{3})*(?:\.\d+)?) (?<unit>buffers|SQL commands?|commands?|rows locked|rows read|[kM]?B)\b")]
    private static partial Regex Count();
}
