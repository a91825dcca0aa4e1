// Right
// Connection, transaction, claim and record in hand-written SQL, with the same rules for failures.
using System.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    private const string Claim = """
        SELECT id, payload, created_at, attempts
        FROM jobs
        WHERE status = 'pending'
        ORDER BY id
        FETCH FIRST $1 ROWS ONLY
        FOR NO KEY UPDATE SKIP LOCKED
        """;

    private const string Record = """
        UPDATE jobs
        SET status = one.status,
            attempts = jobs.attempts + 1,
            finished_at = CASE WHEN one.status <> 'pending' THEN clock_timestamp() END,
            last_error = one.error
        FROM unnest($1::bigint[], $2::text[], $3::text[]) AS one (id, status, error)
        WHERE jobs.id = one.id
        """;

    /// <summary>Claims pending jobs and does them, without EF Core.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        NpgsqlDataSource source,
        JobRunner runner,
        RowLockingSettings settings,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.ReadCommitted, cancellationToken);

        var jobs = new List<Job>(batch);
        await using (var claim = new NpgsqlCommand(Claim, connection, transaction))
        {
            claim.Parameters.Add(new() { Value = batch });
            await using var row = await claim.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                jobs.Add(new()
                {
                    Id = row.GetInt64(0),
                    Payload = row.GetString(1),
                    CreatedAt = row.GetDateTime(2),
                    Attempts = row.GetInt32(3),
                });
            }
        }

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        JobResult[] results = [.. outcomes.Select(one => new JobResult(
            one.Job.Id,
            one.Error is null ? "done"
                : one.Job.Attempts + 1 >= settings.MaxAttempts ? "failed" : "pending",
            one.Digest))];
        if (results.Length > 0)
        {
            await using var record = new NpgsqlCommand(Record, connection, transaction);
            record.Parameters.Add(new() { Value = results.Select(one => one.Id).ToArray() });
            record.Parameters.Add(new() { Value = results.Select(one => one.Status).ToArray() });
            record.Parameters.Add(new() { Value = outcomes.Select(one => one.Error).ToArray() });
            await record.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new RowLockingResult(results));
    }
}
