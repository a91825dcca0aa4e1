using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Benchmarks.HandWritten;

/// <summary>row-locking: claim, the very same work, and record, in one transaction. No job fails here.</summary>
internal static class HandWrittenClaim
{
    private static readonly RowLockingSettings Settings = new();
    private static readonly HashingWork Work = new(new RowLockingSettings());

    private const string Claim = """
        SELECT * FROM jobs
        WHERE status = 'pending'
        ORDER BY id
        LIMIT $1
        FOR UPDATE SKIP LOCKED
        """;

    private const string Record = """
        WITH
        outcome AS (
            SELECT * FROM unnest($1, $2) AS outcome (id, error)),
        recorded AS (
            UPDATE jobs
            SET status = CASE
                    WHEN outcome.error IS NULL THEN 'done'
                    WHEN jobs.attempts + 1 >= $3 THEN 'failed'
                    ELSE 'pending' END,
                attempts = jobs.attempts + 1,
                finished_at = CASE WHEN outcome.error IS NULL OR jobs.attempts + 1 >= $3 THEN now() END,
                last_error = outcome.error
            FROM outcome
            WHERE jobs.id = outcome.id
            RETURNING jobs.*)
        SELECT * FROM recorded
        """;

    public static async Task<Ok<RowLockingResult>> ClaimJobs(NpgsqlDataSource db, CancellationToken cancellationToken, int batch = 50)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var jobs = await ClaimAsync(connection, batch, cancellationToken);

        var digests = new string[jobs.Count];
        for (var i = 0; i < jobs.Count; i++)
            digests[i] = await Work.DoAsync(jobs[i], cancellationToken);

        var statuses = jobs.Count == 0 ? [] : await RecordAsync(connection, jobs, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new RowLockingResult(
            [.. jobs.Select((job, i) => new JobResult(job.Id, statuses[job.Id], digests[i]))]));
    }

    private static async Task<List<Job>> ClaimAsync(NpgsqlConnection connection, int batch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Claim, connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = batch } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (id, payload) = (reader.GetOrdinal("id"), reader.GetOrdinal("payload"));
        var jobs = new List<Job>(batch);
        while (await reader.ReadAsync(cancellationToken))
            jobs.Add(new Job { Id = reader.GetInt64(id), Payload = reader.GetString(payload) });

        return jobs;
    }

    private static async Task<Dictionary<long, string>> RecordAsync(
        NpgsqlConnection connection, List<Job> jobs, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Record, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long[]> { TypedValue = [.. jobs.Select(job => job.Id)] },
                new NpgsqlParameter<string?[]> { TypedValue = new string?[jobs.Count], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new NpgsqlParameter<int> { TypedValue = Settings.MaxAttempts },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (id, status) = (reader.GetOrdinal("id"), reader.GetOrdinal("status"));
        var statuses = new Dictionary<long, string>(jobs.Count);
        while (await reader.ReadAsync(cancellationToken))
            statuses.Add(reader.GetInt64(id), reader.GetString(status));

        return statuses;
    }
}
