using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

/// <summary>How far a report is. All times are UTC.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Month">Such as 2025-03.</param>
/// <param name="State">queued, running, ready or failed.</param>
/// <param name="Position">Its place in the queue, the next one is 1; null when it doesn't wait there.</param>
/// <param name="AcceptedAt">When it was asked for.</param>
/// <param name="StartedAt">When the last attempt began.</param>
/// <param name="FinishedAt">When it became ready or failed.</param>
/// <param name="Attempts">Begun so far.</param>
/// <param name="Reason">Why the last attempt failed; null when none did.</param>
public sealed record LongRequestsResult(
    long Id,
    string Month,
    string State,
    int? Position,
    DateTime AcceptedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    int Attempts,
    string? Reason)
{
    public static LongRequestsResult Of(Report report, int? position = null) => new(
        report.Id,
        $"{report.Month:yyyy-MM}",
        report.State,
        report.State == ReportState.Queued ? position : null,
        report.AcceptedAt,
        report.StartedAt,
        report.FinishedAt,
        report.Attempts,
        report.Reason);
}
