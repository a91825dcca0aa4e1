using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>Puts no limit on the queue. An overload then stays hidden until the queue is hours long.</summary>
[Fix("long-requests", Refused = "unbounded")]
public static class Unbounded
{
    public static async Task<Accepted<LongRequestsResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportJobs jobs, TimeProvider clock, CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);
        await Task.Run(() => jobs.Enqueue(report.Id), cancellationToken);

        return TypedResults.Accepted($"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
