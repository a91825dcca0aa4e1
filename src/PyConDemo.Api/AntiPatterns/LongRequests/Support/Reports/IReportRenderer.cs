namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>Makes a PDF of a report. Thread-safe. Pure CPU work on the caller's thread.</summary>
public interface IReportRenderer
{
    /// <summary>The whole PDF. Characters that the engine's font lacks are replaced, never an error.</summary>
    byte[] Render(ReportDocument document);
}
