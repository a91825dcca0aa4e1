using System.Transactions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Right;

/// <summary>Writes the row and the job in one transaction by hand.</summary>
[Fix("long-requests")]
public static class InOneTransactionByHand
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportJobs jobs, ReportsSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        await Gate.WaitAsync(cancellationToken);
        try
        {
            using var scope = new TransactionScope(
                TransactionScopeOption.Required, new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted }, TransactionScopeAsyncFlowOption.Enabled);
            if (await db.Reports.CountAsync(r => r.State == ReportState.Queued || r.State == ReportState.Running, cancellationToken) >= settings.MaxQueued)
            {
                return ReportBacklog.Full();
            }

            db.Reports.Add(report);
            await db.SaveChangesAsync(cancellationToken);
            jobs.Enqueue(report.Id);
            scope.Complete();
        }
        finally
        {
            Gate.Release();
        }

        return TypedResults.Accepted($"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
