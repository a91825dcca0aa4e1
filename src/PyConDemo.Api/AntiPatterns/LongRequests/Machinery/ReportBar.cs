namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

public sealed record ReportBar(string Label, decimal Value);
