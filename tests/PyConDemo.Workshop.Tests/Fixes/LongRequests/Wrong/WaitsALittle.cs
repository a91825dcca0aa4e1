// Refused: waits, renders-first
// It waits up to two seconds for the worker, so the 202 leaves after the work instead of before it.
namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A month's sales report. A fast worker saves the client a second request.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportBacklog backlog,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
            return ReportBacklog.Full();

        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < Patience
            && report.State is ReportState.Queued or ReportState.Running)
        {
            await Task.Delay(50, cancellationToken);
            await db.Entry(report).ReloadAsync(cancellationToken);
        }

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
