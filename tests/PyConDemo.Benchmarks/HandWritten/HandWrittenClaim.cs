using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Machinery;
using PyConDemo.Api.Data;

namespace PyConDemo.Benchmarks.HandWritten;

/// <summary>row-locking: claim, the very same work, record. Nothing fails here and nothing deadlocks, so nothing is tried again.</summary>
internal static class HandWrittenClaim
{
    private static readonly RowLockingSettings _settings = new();
    private static readonly HashingWork _work = new(new RowLockingSettings());

    private const string Claim = """
        WITH
        batch AS MATERIALIZED (
            SELECT id FROM jobs
            WHERE status = 'pending'
            ORDER BY id
            LIMIT $1
            FOR UPDATE SKIP LOCKED),
        claimed AS (
            UPDATE jobs
            SET status = 'claimed', claimed_by = $2, lease_until = now() + $3
            FROM batch
            WHERE jobs.id = batch.id
            RETURNING jobs.*)
        SELECT * FROM claimed
        ORDER BY id
        """;

    private const string Record = """
        WITH
        outcome AS (
            SELECT * FROM unnest($1, $2, $3) AS outcome (id, claim, error)),
        held AS MATERIALIZED (
            SELECT jobs.id, outcome.error
            FROM jobs JOIN outcome ON jobs.id = outcome.id AND jobs.claimed_by IS NOT DISTINCT FROM outcome.claim
            ORDER BY jobs.id
            FOR UPDATE OF jobs),
        verdict AS (
            UPDATE jobs
            SET status = CASE
                    WHEN held.error IS NULL THEN 'done'
                    WHEN jobs.attempts + 1 >= $4 THEN 'failed'
                    ELSE 'pending' END,
                attempts = jobs.attempts + 1,
                claimed_by = NULL,
                lease_until = NULL,
                finished_at = CASE WHEN held.error IS NULL OR jobs.attempts + 1 >= $4 THEN now() END,
                last_error = held.error
            FROM held
            WHERE jobs.id = held.id
            RETURNING jobs.*)
        SELECT * FROM verdict
        """;

    public static async Task<Ok<RowLockingResult>> ClaimJobs(NpgsqlDataSource db, CancellationToken cancel, int batch = 50)
    {
        var claim = $"{Environment.MachineName}:{Guid.NewGuid():N}";
        var jobs = await ClaimAsync(db, batch, claim, cancel);

        var digests = new string[jobs.Count];
        for (var i = 0; i < jobs.Count; i++)
            digests[i] = await _work.DoAsync(jobs[i], cancel);

        var verdicts = jobs.Count == 0 ? [] : await RecordAsync(db, jobs, claim, cancel);
        return TypedResults.Ok(new RowLockingResult(
            [.. jobs.Select((job, i) => new JobReceipt(job.Id, verdicts.GetValueOrDefault(job.Id, "lost"), digests[i]))], DeadlockRetries: 0));
    }

    private static async Task<List<Job>> ClaimAsync(NpgsqlDataSource db, int batch, string claim, CancellationToken cancel)
    {
        await using var connection = await db.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand(Claim, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = batch },
                new NpgsqlParameter<string> { TypedValue = claim },
                new NpgsqlParameter<TimeSpan> { TypedValue = _settings.Lease },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (id, payload) = (reader.GetOrdinal("id"), reader.GetOrdinal("payload"));
        var jobs = new List<Job>(batch);
        while (await reader.ReadAsync(cancel))
            jobs.Add(new Job { Id = reader.GetInt64(id), Payload = reader.GetString(payload) });

        return jobs;
    }

    private static async Task<Dictionary<long, string>> RecordAsync(
        NpgsqlDataSource db, List<Job> jobs, string claim, CancellationToken cancel)
    {
        await using var connection = await db.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand(Record, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long[]> { TypedValue = [.. jobs.Select(job => job.Id)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. Enumerable.Repeat(claim, jobs.Count)] },
                new NpgsqlParameter<string?[]> { TypedValue = new string?[jobs.Count], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new NpgsqlParameter<int> { TypedValue = _settings.MaxAttempts },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (id, status) = (reader.GetOrdinal("id"), reader.GetOrdinal("status"));
        var verdicts = new Dictionary<long, string>(jobs.Count);
        while (await reader.ReadAsync(cancel))
            verdicts.Add(reader.GetInt64(id), reader.GetString(status));

        return verdicts;
    }
}
