namespace PyConDemo.Api.Data;

/// <summary>A report that a client has requested. All times are UTC.</summary>
public class Report
{
    public long Id { get; set; }

    /// <summary>The first day of the month.</summary>
    public DateOnly Month { get; set; }

    public string State { get; set; } = ReportState.Queued;

    public DateTime AcceptedAt { get; set; }

    /// <summary>When the last attempt began.</summary>
    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>The number of attempts that have begun, including those that a stop interrupted. It is checked at each
    /// update: an attempt that was taken over can't finish the report a second time.</summary>
    [ConcurrencyCheck]
    public int Attempts { get; set; }

    /// <summary>Why the last attempt failed, or null.</summary>
    public string? Reason { get; set; }

    /// <summary>The key of the PDF in the object store. It is set when the report is ready.</summary>
    public string? PdfKey { get; set; }

    public void Begin(DateTime now) => (State, StartedAt, Attempts) = (ReportState.Running, now, Attempts + 1);

    public void Finish(string pdfKey, DateTime now)
        => (State, PdfKey, FinishedAt, Reason) = (ReportState.Ready, pdfKey, now, null);

    public void Fail(string reason, DateTime now, bool isLast) => (State, PdfKey, FinishedAt, Reason) =
        (isLast ? ReportState.Failed : ReportState.Queued, null, isLast ? now : null, reason);
}

/// <summary>A report is queued, running, and finally ready or failed. Before another attempt it is queued.</summary>
public static class ReportState
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Ready = "ready";
    public const string Failed = "failed";
}
