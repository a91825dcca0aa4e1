namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>A table that may run over many pages; its header is repeated on each. A row has one cell per column.</summary>
public sealed record ReportTable(IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows) : ReportBlock;
