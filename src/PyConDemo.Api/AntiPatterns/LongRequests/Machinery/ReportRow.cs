namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <param name="Cells">One text per column.</param>
/// <param name="IsTotal">Set in bold on a tinted ground.</param>
public sealed record ReportRow(IReadOnlyList<string> Cells, bool IsTotal = false);
