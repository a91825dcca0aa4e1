using System.Data;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>The queue after a reset.</summary>
public sealed record JobResetResponse(long Pending);

/// <summary>Restores the queue, so that each lane of a race starts with the same one. It is never timed.</summary>
public static class JobReset
{
    private const int Timeout = 120; // seconds; a million jobs take ten

    private static readonly string Lock = $"({AdvisoryLock.Space}, {AdvisoryLock.JobReset})";

    /// <summary>Restores the queue to N pending jobs, the same as after seeding.</summary>
    /// <remarks>N is 1 to twice the seeded number. It waits for claims that work inside a transaction.</remarks>
    public static async Task<Ok<JobResetResponse>> ResetJobs(
        NpgsqlDataSource source, int pending, CancellationToken cancellationToken)
        => TypedResults.Ok(new JobResetResponse(await RestoreAsync(source, pending, cancellationToken)));

    /// <summary>Restores the queue to <paramref name="wanted"/> jobs (null: the seeded number). Returns it.</summary>
    public static async Task<int> RestoreAsync(
        NpgsqlDataSource source, int? wanted, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        // One reset at a time: while others wait for the table, VACUUM tries for 5 s to give its empty end back. The
        // lock is polled, because a session that waits inside the server holds a snapshot, which VACUUM respects.
        while (await connection.RunAsync($"SELECT pg_try_advisory_lock{Lock}", cancellationToken) is not true)
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        try
        {
            return await RestoreAsync(connection, wanted, cancellationToken);
        }
        finally
        {
            if (connection.State is ConnectionState.Open)
                await connection.RunAsync($"SELECT pg_advisory_unlock{Lock}", CancellationToken.None);
        }
    }

    private static async Task<int> RestoreAsync(
        NpgsqlConnection connection, int? wanted, CancellationToken cancellationToken)
    {
        var seeded = (int)(await connection.RunAsync("SELECT demo_rows('jobs')::int", cancellationToken))!;
        var pending = wanted ?? seeded;
        if (pending < 1 || pending > 2 * seeded)
        {
            throw new BadHttpRequestException(
                $"pending must be from 1 to {2 * seeded}, twice what this scale seeds; it is {pending}.");
        }

        var seed = SeedFolder.FromProgramFolder().Files.Single(file => file.Table == "jobs");
        // The statements of one command are one transaction. DELETE instead of TRUNCATE would leave dead rows behind.
        var sql = $"""
            TRUNCATE jobs;
            {seed.Sql}
            DELETE FROM jobs WHERE id > {pending};
            INSERT INTO jobs (id, payload, created_at)
            SELECT id + {seeded}, payload, created_at + {seeded} * interval '1 second'
            FROM jobs
            WHERE id <= {pending - seeded}
            """;
        await connection.RunAsync(sql, cancellationToken, Timeout);
        await VacuumAsync(connection, cancellationToken);
        return pending;
    }

    // Repeats VACUUM until every page is marked visible to all. An open snapshot, such as a background job's, prevents
    // that until it ends. The snapshot of an idle transaction is held on purpose, so it is not waited for.
    private static async Task VacuumAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string IsVisible = """
            SELECT relallvisible = relpages OR EXISTS (
                SELECT FROM pg_stat_activity
                WHERE datname = current_database()
                    AND backend_xmin IS NOT NULL
                    AND state = 'idle in transaction'
                    AND xact_start < now() - interval '1 s')
            FROM pg_class
            WHERE oid = 'jobs'::regclass
            """;
        for (var attempt = 0; attempt < 50; attempt++) // at most 5 s
        {
            // The claims' plans depend on these columns. To analyze the payloads would take as long as the rest.
            await connection.RunAsync("VACUUM (ANALYZE) jobs (id, status)", cancellationToken, Timeout);
            if (await connection.RunAsync(IsVisible, cancellationToken) is true) return;

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }
}
