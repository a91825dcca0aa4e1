using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>Another thread, the same wait, the same processor.</summary>
[Fix("long-requests", Refused = "waits")]
public static class RenderedOnAnotherThread
{
    public static async Task<FileContentHttpResult> CreateReport(
        ReportRequest request, DemoDb db, ReportGenerator generator, TimeProvider clock, CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        var pdf = await Task.Run(() => generator.GenerateAsync(report, cancellationToken), cancellationToken);
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.File(pdf, "application/pdf");
    }
}
