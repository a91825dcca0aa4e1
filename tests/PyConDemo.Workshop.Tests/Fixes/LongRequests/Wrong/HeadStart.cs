// Refused: renders-first, rendered-twice
// It queues the report and also starts to render at once: before the 202 leaves, and twice.
namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    /// <summary>A month's sales report, accepted now and begun at once.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportBacklog backlog,
        ReportGenerator generator,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        // The object store has the PDF then, under the same key that the worker will give it.
        var warm = new Report { Month = month, AcceptedAt = report.AcceptedAt };
        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
            return ReportBacklog.Full();

        _ = Task.Run(
            () => generator.GenerateAsync(warm, CancellationToken.None), cancellationToken);

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
