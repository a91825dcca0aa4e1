namespace PyConDemo.Api.FailureDemos;

/// <summary>Holds the snapshot of one idle transaction, as a forgotten session or a long report does.</summary>
public sealed class HeldSnapshot(PostgresHost postgres, TimeProvider clock, ILogger<FailureDemo> log)
    : SessionDemo(postgres, clock, log)
{
    protected override FailureDemoState Description { get; } = new(
        "held-snapshot", "row-locking", "A forgotten transaction",
        "One idle REPEATABLE READ transaction keeps its snapshot: VACUUM may not remove the rows of finished jobs, "
            + "and each claim reads past more of them.",
        Running: false, Since: null);

    // It reads no table: with a lock on one, the reset of the queue would have to wait.
    protected override async Task SetUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL idle_in_transaction_session_timeout = 0;
            SELECT pg_current_snapshot()
            """, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => Task.Delay(Timeout.Infinite, cancellationToken);

    // Autovacuum may take a minute to start. That is too long between two slides.
    protected override Task CleanUpAsync(NpgsqlConnection connection)
        => connection.RunAsync("VACUUM (ANALYZE) jobs", CancellationToken.None);
}
