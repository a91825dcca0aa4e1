// Refused: renders-first, unbounded
// It answers 202 after the report is rendered.

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    public static async Task<Accepted<LongRequestsResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportGenerator generator,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        await generator.GenerateAsync(report, cancellationToken);
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
