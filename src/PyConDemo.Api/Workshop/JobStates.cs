using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace PyConDemo.Api.Workshop;

/// <summary>The queue of row-locking, counted.</summary>
/// <param name="Pending">Free to be claimed.</param>
/// <param name="Claimed">Taken under a lease.</param>
/// <param name="Done">Worked on, once.</param>
/// <param name="Failed">Given up.</param>
public sealed record JobStates(long Pending, long Claimed, long Done, long Failed)
{
    /// <summary>How many jobs are in each state, by what is committed.</summary>
    public static async Task<Ok<JobStates>> Get(NpgsqlDataSource db, CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand("""
            SELECT
                count(*) FILTER (WHERE status = 'pending'),
                count(*) FILTER (WHERE status = 'claimed'),
                count(*) FILTER (WHERE status = 'done'),
                count(*) FILTER (WHERE status = 'failed')
            FROM jobs
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return TypedResults.Ok(new JobStates(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
    }
}
