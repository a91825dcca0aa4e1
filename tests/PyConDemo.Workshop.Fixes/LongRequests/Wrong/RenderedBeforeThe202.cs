using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Machinery;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>Says 202 when there is nothing left to do.</summary>
[Fix("long-requests", Refused = "renders-first")]
public static class RenderedBeforeThe202
{
    public static async Task<Accepted<LongRequestsResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportMaker maker, TimeProvider clock, CancellationToken cancel)
    {
        var month = await request.ReadMonthAsync(db, cancel);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        await maker.MakeAsync(report, cancel);
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancel);

        return TypedResults.Accepted($"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
