// Right
// The Location is relative to this route, which RFC 9110 allows; clients resolve it.
namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    /// <summary>A month's sales report, accepted now and rendered by a background worker.</summary>
    public static async Task<IResult> CreateReport(
        ReportRequest request,
        HttpResponse response,
        DemoDb db,
        ReportBacklog backlog,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var report = new Report
        {
            Month = await request.ReadMonthAsync(db, cancellationToken),
            AcceptedAt = clock.GetUtcNow().UtcDateTime,
        };

        var position = await backlog.TryEnqueueAsync(db, report, cancellationToken);
        response.Headers.RetryAfter = position is null ? "5" : "1";
        return position is null
            ? Results.Problem("Too many reports wait already.", statusCode: 503)
            : Results.Accepted(
                $"../good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
