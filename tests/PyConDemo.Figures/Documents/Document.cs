using System.Text.RegularExpressions;

namespace PyConDemo.Figures.Documents;

/// <summary>
/// A Markdown file that shows figures. `2.7 kB&lt;!-- fat-payloads.good.bytes --&gt;` is one figure. A generated
/// table is between `&lt;!-- begin: cost-table --&gt;` and `&lt;!-- end: cost-table --&gt;`.
/// </summary>
public static partial class Document
{
    private static readonly Dictionary<string, Func<FiguresFile, string>> Tables = new()
    {
        ["cost-table"] = CostTable.Of,
        ["race-table"] = RaceTable.Of,
    };

    private static readonly string[] Foreign = ["bin", "obj", "node_modules", "artifacts", ".git"];

    /// <summary>Lists the Markdown files of the repository, by their paths below its root.</summary>
    public static IEnumerable<string> All() => Directory
        .EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Intersect(Foreign).Any()).Order(StringComparer.Ordinal);

    /// <summary>Returns the text with all known figures and all tables from the figures file.</summary>
    public static string Rewrite(string text, FiguresFile figures) => Marker().Replace(
        Table().Replace(text, table => Tables.TryGetValue(table.Groups["name"].Value, out var write)
            ? $"{table.Groups["begin"]}\n{write(figures)}\n\n{table.Groups["end"]}" : table.Value),
        marker => marker.Groups["text"].Success && figures.Find(marker.Groups["name"].Value) is { } figure
            ? $"{figure.Text}{marker.Groups["comment"]}" : marker.Value);

    /// <summary>Returns one line for each figure or table that is wrong.</summary>
    public static IEnumerable<string> Problems(string path, string text, FiguresFile figures)
    {
        foreach (Match marker in Marker().Matches(text))
        {
            var (name, shown) = (marker.Groups["name"].Value, marker.Groups["text"]);
            if (figures.Find(name) is not { } figure) yield return $"{path}: the figure {name} is unknown";
            else if (!shown.Success) yield return $"{path}: no figure stands before {name}, which is {figure.Text}";
            else if (shown.Value != figure.Text) yield return $"{path}: {name} is {figure.Text}, not {shown.Value}";
        }

        foreach (Match table in Table().Matches(text))
        {
            var name = table.Groups["name"].Value;
            if (!Tables.ContainsKey(name)) yield return $"{path}: the table {name} is unknown";
            else if (Rewrite(table.Value, figures) != table.Value)
                yield return $"{path}: the table {name} is out of date";
        }
    }

    // A figure's comment follows its text without a space. Other comments start a line.
    [GeneratedRegex($@"(?<text>{Figure.Pattern})?(?<=\S)(?<comment><!-- (?<name>[a-z0-9][a-z0-9.-]*) -->)")]
    private static partial Regex Marker();

    [GeneratedRegex(
        @"(?<begin><!-- begin: (?<name>[a-z-]+) -->\n).*?(?<end><!-- end: \k<name> -->)", RegexOptions.Singleline)]
    private static partial Regex Table();
}
