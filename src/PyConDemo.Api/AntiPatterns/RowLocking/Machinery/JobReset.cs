using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Machinery;

/// <summary>Set-up for races, never timed: every lane starts on the same queue, without the dead rows of the one before.</summary>
public static class JobReset
{
    private static readonly Lazy<SeedFile> Seed = new(() => SeedFolder.FromProgramFolder().Files.Single(file => file.Table == "jobs"));

    /// <summary>Restores the queue: N pending jobs, the same as after seeding.</summary>
    /// <remarks>From 1 to twice the seeded number. It waits for claims that are at work inside a transaction.</remarks>
    public static async Task<Ok<JobResetAnswer>> ResetJobs(NpgsqlDataSource source, int pending, CancellationToken cancellationToken)
        => TypedResults.Ok(new JobResetAnswer(await RestoreAsync(source, pending, cancellationToken)));

    /// <summary>The same; without a number, as many as were seeded. Returns how many.</summary>
    public static async Task<int> RestoreAsync(NpgsqlDataSource source, int? wanted, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var seeded = await SeededAsync(connection, cancellationToken);
        var pending = wanted ?? (int)seeded;
        if (pending < 1 || pending > 2 * seeded)
        {
            throw new BadHttpRequestException($"pending must be from 1 to {2 * seeded}, twice what this scale seeds; it is {pending}.");
        }

        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            // TRUNCATE, not DELETE: it leaves no dead rows behind.
            await RunAsync(connection, "TRUNCATE jobs", cancellationToken);
            await RunAsync(connection, Seed.Value.Sql, cancellationToken);
            await RunAsync(connection, pending <= seeded
                ? $"DELETE FROM jobs WHERE id > {pending}"
                : $"""
                INSERT INTO jobs (id, payload, created_at)
                SELECT id + {seeded}, payload, created_at + {seeded} * interval '1 second'
                FROM jobs
                WHERE id <= {pending - seeded}
                """, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await VacuumAsync(connection, cancellationToken);
        return pending;
    }

    /// <summary>
    /// Until every page is marked visible to all: any snapshot that is open meanwhile, a background job's say, keeps VACUUM from that.
    /// One that is older than a second is held on purpose, or forgotten, and not waited for.
    /// </summary>
    private static async Task VacuumAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var isVisible = new NpgsqlCommand(
            """
            SELECT relallvisible = relpages OR EXISTS (
                SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND backend_xmin IS NOT NULL AND xact_start < now() - interval '1 s')
            FROM pg_class
            WHERE oid = 'jobs'::regclass
            """, connection);
        for (var attempt = 0; attempt < 50; attempt++)
        {
            await RunAsync(connection, "VACUUM (ANALYZE) jobs", cancellationToken);
            if ((bool)(await isVisible.ExecuteScalarAsync(cancellationToken))!) return;

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private static async Task<long> SeededAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT demo_rows('jobs')", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.CommandTimeout = 120; // seconds; a million jobs take ten
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
