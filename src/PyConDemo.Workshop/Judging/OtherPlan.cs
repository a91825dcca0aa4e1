using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>Makes PostgreSQL read whole tables, sort them, and merge them. An order that a statement does not ask for
/// comes from the plan, and another plan has another order.</summary>
internal static class OtherPlan
{
    /// <summary>Begins a refusal.</summary>
    public const string Told = "PostgreSQL was told to use no index and no nested loops, so rows come in another order "
        + "unless the statement asks for one. ";

    private const int MostConnections = 120; // more than the pools of one process have

    private static readonly string[] On = ["seqscan", "sort", "mergejoin"];

    private static readonly string[] Off =
        ["indexscan", "indexonlyscan", "bitmapscan", "nestloop", "hashjoin", "memoize"];

    /// <summary>Forces it for the first process, for as long as its database exists.</summary>
    /// <param name="path">A request that uses the database.</param>
    public static async Task ForceAsync(World world, string path, CancellationToken cancellationToken)
    {
        await world.Data.RunAsync(
            string.Concat(On.Select(kind => Set(kind, "on")).Concat(Off.Select(kind => Set(kind, "off")))),
            cancellationToken);
        // Only a session that begins after the commit has the settings.
        await world.Data.RunAsync($"""
            DO $$
            BEGIN
                PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND usename = '{JudgeServer.First}';
                WHILE EXISTS (
                    SELECT FROM pg_stat_activity
                    WHERE datname = current_database() AND usename = '{JudgeServer.First}' AND backend_start < now())
                LOOP
                    PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
                END LOOP;
            END $$
            """, cancellationToken);
        for (var n = 0; n < MostConnections; n++)
        {
            var answer = await world.First.SendAsync(LaneRequest.Get(path), cancellationToken);
            if (answer.IsSuccess) return; // the lost connections are gone from the pool
        }

        string Set(string kind, string state)
            => $"ALTER ROLE {JudgeServer.First} IN DATABASE {world.Data.Name} SET enable_{kind} = {state};";
    }
}
