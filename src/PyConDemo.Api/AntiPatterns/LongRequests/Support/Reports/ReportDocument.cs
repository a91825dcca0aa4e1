namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>Renders a report as a PDF, on the CPU and on the caller's thread. Thread-safe.</summary>
public interface IReportRenderer
{
    /// <summary>Returns the whole PDF. Characters that the font lacks are replaced.</summary>
    byte[] Render(ReportDocument document);
}

/// <summary>The content of a report. It knows nothing about pages.</summary>
/// <param name="Subtitle">It is below the title and at the foot of every page.</param>
/// <param name="Date">It comes from the data and not from a clock, so the same data gives the same bytes.</param>
/// <param name="Bars">The height of each bar of the chart, from 0 to 1. May be empty.</param>
public sealed record ReportDocument(
    string Title, string Subtitle, DateOnly Date, string Summary, IReadOnlyList<float> Bars,
    IReadOnlyList<ReportTable> Tables);

/// <summary>A table that may cover many pages. Its header is repeated on each page.</summary>
public sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows)
{
    public ReportRow Header { get; } = new([.. Columns.Select(column => column.Title)], IsStrong: true);
}

/// <param name="Share">The share of the table's width. The shares of a table add up to 1.</param>
/// <param name="IsNumber">True aligns the column to the right.</param>
public sealed record ReportColumn(string Title, float Share, bool IsNumber = false);

/// <param name="Cells">One text per column.</param>
/// <param name="IsStrong">True for a header or a total: bold, on a tinted background.</param>
public sealed record ReportRow(IReadOnlyList<string> Cells, bool IsStrong = false);

/// <summary>The look of the report in both engines. Lengths are in points (1/72 inch).</summary>
internal static class ReportStyle
{
    public const float Margin = 48;
    public const float TitleSize = 24;
    public const float HeadingSize = 15;
    public const float TextSize = 9;
    public const float LineHeight = 12;
    public const float RowHeight = 20; // high enough to follow a row across seven columns
    public const float CellPadding = 5;
    public const float ChartHeight = 90;

    public const string Bar = "#0B6E4F";
    public const string Tint = "#E6F1ED";
    public const string Rule = "#D5DCE1";
}
