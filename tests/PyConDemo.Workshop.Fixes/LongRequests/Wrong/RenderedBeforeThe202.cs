using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>Says 202 when there is nothing left to do.</summary>
[Fix("long-requests", Refused = "renders-first")]
public static class RenderedBeforeThe202
{
    public static async Task<Accepted<LongRequestsResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportGenerator generator, TimeProvider clock, CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        await generator.GenerateAsync(report, cancellationToken);
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Accepted($"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
