using Npgsql;
using PyConDemo.Api.Data;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.FailureDemos;

/// <summary>The dashboard's view, refreshed about every second and without CONCURRENTLY.</summary>
public sealed class PlainRefresh(PostgresHost postgres, TimeProvider clock, ILogger<FailureDemo> log) : FailureDemo(postgres, clock, log)
{
    // Between two refreshes: then readers are served, so that a chart shows stalls and not a flat line.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = clock;

    public override string Name => "plain-refresh";

    protected override FailureDemoState Describe() => new(
        Name,
        "hot-aggregations",
        "A refresh without CONCURRENTLY",
        "The view is refreshed with an ACCESS EXCLUSIVE lock: every reader of the good lane waits until the refresh is done.",
        Running: false,
        Since: null);

    protected override Task SetUpAsync(NpgsqlConnection stage, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task RunAsync(NpgsqlConnection stage, CancellationToken stop)
    {
        while (true)
        {
            // With the background refresh's own lock: two at once would wait for each other and show something else.
            await using (var transaction = await stage.BeginTransactionAsync(stop))
            {
                await using var command = new NpgsqlCommand(
                    $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.DashboardRefresh}); REFRESH MATERIALIZED VIEW dashboard",
                    stage,
                    transaction);
                await command.ExecuteNonQueryAsync(stop);
                await transaction.CommitAsync(stop);
            }

            await Task.Delay(Pause, _clock, stop);
        }
    }
}
