using Npgsql;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.FailureDemos;

/// <summary>One idle transaction that keeps its snapshot, as a forgotten session or a long report does.</summary>
public sealed class HeldSnapshot(PostgresHost postgres, TimeProvider clock, ILogger<FailureDemo> log) : FailureDemo(postgres, clock, log)
{
    public override string Name => "held-snapshot";

    protected override FailureDemoState Describe() => new(
        Name,
        "row-locking",
        "A forgotten transaction",
        "One idle REPEATABLE READ transaction keeps its snapshot: VACUUM may not remove the rows of finished jobs, and each claim reads past more of them.",
        Running: false,
        Since: null);

    // A snapshot and nothing else: a lock on a table would make the reset of the queue wait.
    protected override async Task SetUpAsync(NpgsqlConnection stage, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL idle_in_transaction_session_timeout = 0;
            SELECT pg_current_snapshot()
            """, stage);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override Task RunAsync(NpgsqlConnection stage, CancellationToken stop) => Task.Delay(Timeout.Infinite, stop);

    // Autovacuum would come to it within a minute: too long between two slides.
    protected override async Task CleanUpAsync(NpgsqlConnection stage)
    {
        await using var command = new NpgsqlCommand("VACUUM (ANALYZE) jobs", stage);
        await command.ExecuteNonQueryAsync();
    }
}
