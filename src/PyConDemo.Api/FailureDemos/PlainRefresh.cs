namespace PyConDemo.Api.FailureDemos;

/// <summary>Refreshes the dashboard's view about every second and without CONCURRENTLY.</summary>
public sealed class PlainRefresh(PostgresHost postgres, TimeProvider clock, ILogger<FailureDemo> log)
    : SessionDemo(postgres, clock, log)
{
    // Readers are served between two refreshes, so a chart shows stalls and not a flat line.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = clock;

    protected override FailureDemoState Description { get; } = new(
        "plain-refresh", "hot-aggregations", "A refresh without CONCURRENTLY",
        "The view is refreshed with an ACCESS EXCLUSIVE lock: every reader of the good lane waits until the refresh "
            + "is done.",
        Running: false, Since: null);

    protected override async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            // It takes the background refresh's own lock. Otherwise the two would wait for each other, and the
            // demo would show something else.
            await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
            {
                await connection.RunAsync(
                    $"""
                    SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.DashboardRefresh});
                    REFRESH MATERIALIZED VIEW dashboard
                    """, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            await Task.Delay(Pause, _clock, cancellationToken);
        }
    }
}
