// Right
// One INSERT that counts, in hand-written SQL under the lock, in one transaction with the job.
using System.Transactions;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private const string Insert = """
        INSERT INTO reports (month, state, accepted_at)
        SELECT $1, 'queued', $2
        WHERE (SELECT count(*) FROM reports WHERE state IN ('queued', 'running')) < $3
        RETURNING id, (SELECT count(*) FROM reports WHERE state = 'queued')
        """;

    // Hangfire's calls block a thread. One request at a time blocks one.
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>A month's sales report, accepted now and rendered by a background worker.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        NpgsqlDataSource source,
        ReportJobs jobs,
        ReportsSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        await Turn.WaitAsync(cancellationToken);
        try
        {
            using var scope = new TransactionScope(
                TransactionScopeOption.Required,
                new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
                TransactionScopeAsyncFlowOption.Enabled);
            var before = await InsertAsync(source, report, settings.MaxQueued, cancellationToken);
            if (before is null) return ReportBacklog.Full();

            jobs.Enqueue(report.Id);
            scope.Complete();
            return TypedResults.Accepted(
                $"/good/reports/{report.Id}", LongRequestsResult.Of(report, before + 1));
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task<int?> InsertAsync(
        NpgsqlDataSource source, Report report, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.RunAsync(
            $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.ReportQueue})",
            cancellationToken);
        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.Parameters.Add(new() { Value = report.Month });
        insert.Parameters.Add(new() { Value = report.AcceptedAt });
        insert.Parameters.Add(new() { Value = limit });
        await using var row = await insert.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) return null;

        report.Id = row.GetInt64(0);
        return (int)row.GetInt64(1);
    }
}
