namespace PyConDemo.Api.Workshop;

/// <summary>Routes for the workshop's checker: it changes the data, and it counts the queue. They exist only on the
/// checker's own data (Demo:Seed is not 0). In Development, for local callers.</summary>
public static class WorkshopEndpoints
{
    public static void MapWorkshop(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<DemoSettings>().Seed == 0) return;

        var routes = app.MapGroup("/demo/workshop").WithTags("demo").AddEndpointFilter<DevelopmentOnly>();

        routes.MapPost("/change", DataChange.Apply);
        routes.MapDelete("/change", DataChange.Undo);
        routes.MapGet("/jobs", JobStates.Get);
    }
}

/// <summary>The number of jobs in each state in the queue of row-locking.</summary>
/// <param name="OpenClaims">Transactions that have held a lock on the queue for 200 ms. They are claims whose work is
/// not done yet: all others take milliseconds.</param>
public sealed record JobStates(long Pending, long Claimed, long Done, long Failed, long OpenClaims)
{
    /// <summary>Counts the jobs. Only committed changes count.</summary>
    public static async Task<Ok<JobStates>> Get(NpgsqlDataSource db, CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand("""
            SELECT
                count(*) FILTER (WHERE status = 'pending'),
                count(*) FILTER (WHERE status = 'claimed'),
                count(*) FILTER (WHERE status = 'done'),
                count(*) FILTER (WHERE status = 'failed'),
                (SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE relation = 'jobs'::regclass AND datname = current_database()
                    AND xact_start < clock_timestamp() - interval '200 ms')
            FROM jobs
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return TypedResults.Ok(new JobStates(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
    }
}
