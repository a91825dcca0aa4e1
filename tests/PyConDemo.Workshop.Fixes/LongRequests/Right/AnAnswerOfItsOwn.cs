using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Right;

/// <summary>Through the same queue, with words of its own.</summary>
[Fix("long-requests")]
public static class AnAnswerOfItsOwn
{
    public static async Task<Results<Accepted<AnAnswerOfItsOwn.Order>, ProblemHttpResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportBacklog backlog, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is null)
        {
            return ReportBacklog.Full();
        }

        response.Headers.RetryAfter = "1";
        return TypedResults.Accepted($"/good/reports/{report.Id}", new Order(report.Id, "Come back in a second."));
    }

    public sealed record Order(long Id, string Says);
}
