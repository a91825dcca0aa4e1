using System.Transactions;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Adds reports to the queue, which has a limit. Thread-safe.</summary>
public sealed class ReportBacklog(ReportJobs jobs, ReportsSettings settings) : IDisposable
{
    // Hangfire's Enqueue and the commit block their thread. With one at a time, one thread is blocked, however many
    // requests come. The others wait without a thread and without a connection.
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Adds the report and its job in one transaction, so a crash leaves both or neither.</summary>
    /// <returns>The report's position in the queue, from 1. Null if the queue is full.</returns>
    public async Task<int?> TryEnqueueAsync(DemoDb db, Report report, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            using var scope = new TransactionScope(
                TransactionScopeOption.Required,
                new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
                TransactionScopeAsyncFlowOption.Enabled);

            // Without this lock, several processes could all find the last place free.
            await db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.ReportQueue})", cancellationToken);
            var before = await db.Reports
                .Where(other => other.State == ReportState.Queued || other.State == ReportState.Running)
                .GroupBy(other => other.State)
                .Select(state => new { Name = state.Key, Reports = state.Count() })
                .ToDictionaryAsync(state => state.Name, state => state.Reports, cancellationToken);
            if (before.Values.Sum() >= settings.MaxQueued) return null;

            db.Reports.Add(report);
            await db.SaveChangesAsync(cancellationToken);
            jobs.Enqueue(report.Id);
            scope.Complete();
            return before.GetValueOrDefault(ReportState.Queued) + 1;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The answer when the queue is full: 503 now is better than a report in an hour.</summary>
    public static ProblemHttpResult Full() => TypedResults.Problem(
        "Too many reports are waiting already.", statusCode: StatusCodes.Status503ServiceUnavailable);

    public void Dispose() => _gate.Dispose();
}
