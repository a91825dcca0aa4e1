using Npgsql;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>Waits for the checklist's looks at the database's sessions.</summary>
public static class Looks
{
    /// <summary>Completes when a look has ended that began at least this time after the call.</summary>
    public static Task WaitAsync(TestDatabase db, TimeSpan after)
    {
        // Without the caller's context, so that these queries do not count as its request's.
        using (ExecutionContext.SuppressFlow()) return Task.Run(() => WaitForLookAsync(db, after));
    }

    private static async Task WaitForLookAsync(TestDatabase db, TimeSpan after)
    {
        await using var plain = NpgsqlDataSource.Create(db.ConnectionString);
        await using var now = plain.CreateCommand("SELECT clock_timestamp()");
        var from = (DateTime)(await now.ExecuteScalarAsync())! + after;
        DateTime? first = null;
        // A look ends with its COMMIT. The first one may have begun earlier.
        await TestApp.WaitUntilAsync(async () =>
        {
            await using var command = plain.CreateCommand("""
                SELECT max(query_start) FROM pg_stat_activity
                WHERE application_name = 'Server Health Checklist' AND datname = current_database()
                  AND state = 'idle' AND query = 'COMMIT' AND query_start > $1
                """);
            command.Parameters.Add(new() { Value = from });
            if (await command.ExecuteScalarAsync() is not DateTime end) return false;
            first ??= end;
            return end > first;
        });
    }
}
