// Refused: unbounded, lost
// It puts no limit on the queue, so an overload stays hidden until the queue is hours long, and it
// writes the row and the job in two transactions.

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    public static async Task<Accepted<LongRequestsResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportJobs jobs,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);
        await Task.Run(() => jobs.Enqueue(report.Id), cancellationToken);

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
