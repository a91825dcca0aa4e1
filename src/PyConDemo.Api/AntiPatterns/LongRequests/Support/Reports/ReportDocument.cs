namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>A report before it is a PDF: what it says, and nothing about pages.</summary>
/// <param name="Subtitle">Stands below the title, and at the foot of every page.</param>
/// <param name="Date">From the data, never from a clock, so that the same data gives the same bytes.</param>
/// <param name="Bars">The chart: the height of each bar, from 0 to 1. May be empty.</param>
public sealed record ReportDocument(
    string Title, string Subtitle, DateOnly Date, string Summary, IReadOnlyList<float> Bars,
    IReadOnlyList<ReportTable> Tables);

/// <summary>A table that may run over many pages. Its header is repeated on each.</summary>
public sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows)
{
    public ReportRow Header { get; } = new([.. Columns.Select(column => column.Title)], IsStrong: true);
}

/// <param name="Share">Of the table's width. The shares of a table add up to 1.</param>
/// <param name="IsNumber">Aligned to the right, so that digits stand below digits.</param>
public sealed record ReportColumn(string Title, float Share, bool IsNumber = false);

/// <param name="Cells">One text per column.</param>
/// <param name="IsStrong">Set in bold on a tinted ground, as a header or a total.</param>
public sealed record ReportRow(IReadOnlyList<string> Cells, bool IsStrong = false);
