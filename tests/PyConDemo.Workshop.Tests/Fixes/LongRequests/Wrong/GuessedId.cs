// Refused: location
// It takes the next number of the sequence for the id, and two requests at once take the same one.
namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    /// <summary>A month's sales report, accepted now and rendered by a background worker.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportBacklog backlog,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var next = await db.Database.SqlQuery<long>($"""
            SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END AS "Value"
            FROM reports_id_seq
            """).SingleAsync(cancellationToken);
        var location = $"/good/reports/{next}";

        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };
        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
            return ReportBacklog.Full();

        return TypedResults.Accepted(location, LongRequestsResult.Of(report, position));
    }
}
