namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Makes a PDF of a report. Thread-safe; pure CPU work on the caller's thread, about a millisecond a page.</summary>
public interface IReportRenderer
{
    /// <summary>The whole PDF. Characters that the engine's font lacks are replaced, never an error.</summary>
    /// <exception cref="ArgumentException">A picture is not a JPEG, or a row has not one cell per column.</exception>
    byte[] Render(ReportDocument document);
}
