// Refused: bad-input
// Its own parser takes whatever looks like a month, so 2025-3 gets a report instead of a 400.
namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    /// <summary>A month's sales report, accepted now and rendered by a background worker.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        MonthRequest request,
        DemoDb db,
        ReportBacklog backlog,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParse($"{request.Month}-01", CultureInfo.InvariantCulture, out var first)
            || first.Day != 1 || first.Year is < 1900 or > 2099)
            throw new BadHttpRequestException("month must be a month such as 2025-03.");

        var checkedRequest = new ReportRequest($"{first:yyyy-MM}");
        var month = await checkedRequest.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };
        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
            return ReportBacklog.Full();

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }

    /// <summary>The month as the client has written it.</summary>
    public sealed record MonthRequest(string? Month);
}
