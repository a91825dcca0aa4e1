// Right
// It fetches the batch from a cursor of the server, which locks only the rows that it gives.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    private const string Open = """
        DECLARE queue NO SCROLL CURSOR FOR
        SELECT id, payload, created_at, attempts
        FROM jobs
        WHERE status = 'pending'
        ORDER BY id
        FOR UPDATE SKIP LOCKED
        """;

    /// <summary>Claims pending jobs from a cursor, and does them.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();

        await connection.RunAsync(Open, cancellationToken);
        var jobs = new List<Job>(batch);
        await using (var fetch = new NpgsqlCommand($"FETCH {batch} FROM queue", connection))
        {
            await using var row = await fetch.ExecuteReaderAsync(cancellationToken);
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
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken); // it closes the cursor too

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
