namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <param name="Title">Stands in the header.</param>
/// <param name="Share">The column's width relative to its neighbours', above 0.</param>
/// <param name="IsNumber">Aligned to the right, so that digits stand below digits.</param>
public sealed record ReportColumn(string Title, float Share, bool IsNumber = false);
