using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests.Machinery;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>Another thread, the same wait, the same processor.</summary>
[Fix("long-requests", Refused = "waits")]
public static class RenderedOnAnotherThread
{
    public static async Task<FileContentHttpResult> CreateReport(
        ReportRequest request, DemoDb db, ReportMaker maker, TimeProvider clock, CancellationToken cancel)
    {
        var month = await request.ReadMonthAsync(db, cancel);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        var pdf = await Task.Run(() => maker.MakeAsync(report, cancel), cancel);
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancel);

        return TypedResults.File(pdf, "application/pdf");
    }
}
