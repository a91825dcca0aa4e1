namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Opens a section; <paramref name="NewPage"/> starts it on a page of its own.</summary>
public sealed record ReportHeading(string Text, bool NewPage = false) : ReportBlock;
