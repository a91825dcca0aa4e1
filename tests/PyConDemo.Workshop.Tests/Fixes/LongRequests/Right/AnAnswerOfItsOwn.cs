// Right
// It uses the same queue, but answers with a record of its own.

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    public static async Task<Results<Accepted<Receipt>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportBacklog backlog,
        HttpResponse response,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is null)
        {
            return ReportBacklog.Full();
        }

        response.Headers.RetryAfter = "1";
        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", new Receipt(report.Id, "Come back in a second."));
    }

    public sealed record Receipt(long Id, string Message);
}
