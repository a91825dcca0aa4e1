using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Machinery;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>A queue without a limit hides the overload until it is hours long.</summary>
[Fix("long-requests", Refused = "unbounded")]
public static class Unbounded
{
    public static async Task<Accepted<LongRequestsResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportJobs jobs, TimeProvider clock, CancellationToken cancel)
    {
        var month = await request.ReadMonthAsync(db, cancel);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        await jobs.WaitUntilPreparedAsync(cancel);
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancel);
        await Task.Run(() => jobs.Enqueue(report.Id), cancel);

        return TypedResults.Accepted($"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
