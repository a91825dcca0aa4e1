namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>One thing in a report. Both engines know the kinds in this folder, and no others.</summary>
public abstract record ReportBlock;
