namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

public sealed record ReportParagraph(string Text) : ReportBlock;
