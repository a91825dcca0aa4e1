namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Vertical bars on a common base line; the highest fills the height.</summary>
/// <param name="Caption">Says what a bar is, with its unit.</param>
/// <param name="Bars">Values of 0 or more. May be empty.</param>
public sealed record ReportBarChart(string Caption, IReadOnlyList<ReportBar> Bars) : ReportBlock;
