namespace PyConDemo.Api.Data;

/// <summary>What becomes of a report: queued, running, and then ready or failed; back to queued while it waits for another attempt.</summary>
public static class ReportState
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Ready = "ready";
    public const string Failed = "failed";
}
