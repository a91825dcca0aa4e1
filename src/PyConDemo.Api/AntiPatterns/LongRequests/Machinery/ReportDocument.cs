namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>A report before it is a PDF: what it says, in order, and nothing about pages.</summary>
/// <param name="Title">The large line on the first page, and the PDF's title.</param>
/// <param name="Subtitle">The line below the title, repeated at the foot of every page.</param>
/// <param name="Date">Stands in the PDF as its date: from the data, never from a clock, so that the same data gives the same bytes.</param>
/// <param name="Blocks">From top to bottom. May be empty.</param>
public sealed record ReportDocument(string Title, string Subtitle, DateOnly Date, IReadOnlyList<ReportBlock> Blocks);
