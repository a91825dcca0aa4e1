namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsGood
{
    /// <summary>A month's sales report, accepted now and rendered by a background worker.</summary>
    /// <remarks>Follow `Location` until it answers 303. Look at `backlog` in /vitals too, because a
    /// 202 does not say when the work is done. When the queue is full, the answer is 503.</remarks>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportBacklog backlog,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        // This adds the row and its job in one transaction, so a crash leaves both or neither.
        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
        {
            return ReportBacklog.Full();
        }

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
