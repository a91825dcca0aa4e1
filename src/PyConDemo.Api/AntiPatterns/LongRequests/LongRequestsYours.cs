using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    // YOUR TURN: the client waits for every page. Accept the report, answer 202, and let a worker render it.

    /// <summary>A month's sales report: rendered while the client waits.</summary>
    /// <remarks>
    /// Compare the time of one with that of 20 at once: each request holds a core for its PDF.
    /// </remarks>
    public static async Task<FileContentHttpResult> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportGenerator generator,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        var pdf = await generator.GenerateAsync(report, cancellationToken); // a tenth of a second of CPU
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.File(pdf, "application/pdf");
    }
}
