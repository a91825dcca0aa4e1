// Right
// A lease under a name of its own, renewed before each job; each job is recorded by itself.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    private const string Claim = """
        WITH batch AS MATERIALIZED (
            SELECT id FROM jobs
            WHERE status = 'pending'
            ORDER BY id
            LIMIT @batch
            FOR UPDATE SKIP LOCKED)
        UPDATE jobs
        SET status = 'claimed', claimed_by = @name, lease_until = clock_timestamp() + @lease
        FROM batch
        WHERE jobs.id = batch.id AND jobs.status = 'pending'
        RETURNING jobs.id, jobs.payload, jobs.created_at, jobs.attempts
        """;

    // Only rows that this claim still holds. The rescuer may have taken some of them away.
    private const string Renew = """
        UPDATE jobs
        SET lease_until = clock_timestamp() + @lease
        WHERE id = ANY (@ids) AND claimed_by = @name AND status = 'claimed'
        """;

    /// <summary>Claims pending jobs under a lease, and does them without a transaction.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        NpgsqlDataSource source,
        JobRunner runner,
        JobLeases leases,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        var name = $"yours-{Guid.NewGuid()}";
        var jobs = await ClaimAsync(source, name, leases.Length, batch, cancellationToken);

        var results = new List<JobResult>(jobs.Count);
        for (var n = 0; n < jobs.Count; n++)
        {
            await using (var renew = source.CreateCommand(Renew))
            {
                renew.Parameters.AddWithValue("lease", leases.Length);
                renew.Parameters.AddWithValue("ids", jobs[n..].Select(job => job.Id).ToArray());
                renew.Parameters.AddWithValue("name", name);
                await renew.ExecuteNonQueryAsync(cancellationToken);
            }

            var outcomes = await runner.WorkAsync([jobs[n]], cancellationToken);
            results.AddRange(await leases.RecordAsync(db, outcomes, cancellationToken));
        }

        return TypedResults.Ok(new RowLockingResult(results));
    }

    private static async Task<List<Job>> ClaimAsync(
        NpgsqlDataSource source,
        string name,
        TimeSpan lease,
        int batch,
        CancellationToken cancellationToken)
    {
        await using var claim = source.CreateCommand(Claim);
        claim.Parameters.AddWithValue("batch", batch);
        claim.Parameters.AddWithValue("name", name);
        claim.Parameters.AddWithValue("lease", lease);
        await using var row = await claim.ExecuteReaderAsync(cancellationToken);
        var jobs = new List<Job>(batch);
        while (await row.ReadAsync(cancellationToken))
        {
            jobs.Add(new()
            {
                Id = row.GetInt64(0),
                Payload = row.GetString(1),
                CreatedAt = row.GetDateTime(2),
                Attempts = row.GetInt32(3),
                Status = "claimed",
                ClaimedBy = name,
            });
        }

        jobs.Sort((one, other) => one.Id.CompareTo(other.Id));
        return jobs;
    }
}
