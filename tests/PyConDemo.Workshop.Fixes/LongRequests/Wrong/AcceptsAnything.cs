using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>A month without orders is accepted, and fails when nobody is there to be told.</summary>
[Fix("long-requests", Refused = "bad-input")]
public static class AcceptsAnything
{
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportBacklog backlog, TimeProvider clock, CancellationToken cancellationToken)
    {
        var report = new Report
        {
            Month = DateOnly.ParseExact(request.Month, "yyyy-MM", CultureInfo.InvariantCulture),
            AcceptedAt = clock.GetUtcNow().UtcDateTime,
        };

        return await backlog.TryEnqueueAsync(db, report, cancellationToken) is { } position
            ? TypedResults.Accepted($"/good/reports/{report.Id}", LongRequestsResult.Of(report, position))
            : ReportBacklog.Full();
    }
}
