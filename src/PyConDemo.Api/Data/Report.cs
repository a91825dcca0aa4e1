namespace PyConDemo.Api.Data;

/// <summary>A report that somebody asked for. All times are UTC.</summary>
public class Report
{
    public long Id { get; set; }

    /// <summary>The month's first day.</summary>
    public DateOnly Month { get; set; }

    /// <summary>One of <see cref="ReportState"/>.</summary>
    public string State { get; set; } = ReportState.Queued;

    public DateTime AcceptedAt { get; set; }

    /// <summary>Of the last attempt.</summary>
    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>Begun so far, those that a stop cut short included.</summary>
    public int Attempts { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Reason { get; set; }

    /// <summary>Of the PDF in the object store; set when ready.</summary>
    public string? PdfKey { get; set; }

    public void Begin(DateTime now) => (State, StartedAt, Attempts) = (ReportState.Running, now, Attempts + 1);

    public void Finish(string pdfKey, DateTime now) => (State, PdfKey, FinishedAt, Reason) = (ReportState.Ready, pdfKey, now, null);

    public void Fail(string reason, DateTime now, bool isLast) => (State, PdfKey, FinishedAt, Reason) =
        (isLast ? ReportState.Failed : ReportState.Queued, null, isLast ? now : null, reason);
}
