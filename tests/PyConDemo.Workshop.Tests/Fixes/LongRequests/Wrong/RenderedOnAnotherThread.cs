// Refused: waits
// It renders on another thread and waits for it: the client waits as long, and the CPU time is the
// same.

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    public static async Task<FileContentHttpResult> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportGenerator generator,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        var pdf = await Task.Run(
            () => generator.GenerateAsync(report, cancellationToken), cancellationToken);
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.File(pdf, "application/pdf");
    }
}
