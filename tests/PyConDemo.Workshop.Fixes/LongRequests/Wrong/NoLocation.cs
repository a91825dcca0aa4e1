using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>Accepted, and nobody is told where the report will be.</summary>
[Fix("long-requests", Refused = "location")]
public static class NoLocation
{
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportBacklog backlog, TimeProvider clock, CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        return await backlog.TryEnqueueAsync(db, report, cancellationToken) is { } position
            ? TypedResults.Accepted((string?)null, LongRequestsResult.Of(report, position))
            : ReportBacklog.Full();
    }
}
