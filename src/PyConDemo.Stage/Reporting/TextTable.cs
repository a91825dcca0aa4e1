namespace PyConDemo.Stage.Reporting;

/// <summary>A table of text. The first column names the rows; the others are aligned to the right.</summary>
internal sealed record TextTable(IEnumerable<string> Heads, IEnumerable<IEnumerable<string>> Rows)
{
    /// <summary>Writes one line per row, each with a line end.</summary>
    public string ToMarkdown()
    {
        var rule = $"|---|{string.Concat(Heads.Skip(1).Select(_ => "---:|"))}\n";
        return $"{Line(Heads)}{rule}{string.Concat(Rows.Select(Line))}";

        static string Line(IEnumerable<string> cells) => $"|{string.Concat(cells.Select(Cell))}\n";

        static string Cell(string text) => text.Length == 0 ? " |" : $" {MarkdownReport.Escape(text)} |";
    }

    public string ToHtml()
    {
        return $"<table><thead>{Row("th", Heads)}</thead><tbody>\n"
            + $"{string.Concat(Rows.Select(cells => $"{Row("td", cells)}\n"))}</tbody></table>";

        static string Row(string tag, IEnumerable<string> cells)
            => $"<tr>{string.Concat(cells.Select(cell => $"<{tag}>{HtmlPage.Html(cell)}</{tag}>"))}</tr>";
    }
}
