namespace PyConDemo.Api.AntiPatterns.LongRequests;

/// <summary>The status of a report. All times are in UTC.</summary>
/// <param name="Month">A month such as 2025-03.</param>
/// <param name="State">queued, running, ready or failed.</param>
/// <param name="Position">The position in the queue, from 1. Null if the report doesn't wait.</param>
/// <param name="StartedAt">When the last attempt began.</param>
/// <param name="FinishedAt">When the report became ready, or failed for good.</param>
/// <param name="Attempts">The attempts that have begun.</param>
/// <param name="Reason">Why the last attempt failed. Null if none did.</param>
public sealed record LongRequestsResult(
    long Id, string Month, string State, int? Position, DateTime AcceptedAt, DateTime? StartedAt,
    DateTime? FinishedAt, int Attempts, string? Reason)
{
    public static LongRequestsResult Of(Report report, int? position = null) => new(
        report.Id, $"{report.Month:yyyy-MM}", report.State, report.State == ReportState.Queued ? position : null,
        report.AcceptedAt, report.StartedAt, report.FinishedAt, report.Attempts, report.Reason);
}
