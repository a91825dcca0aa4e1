using PyConDemo.Api.ErrorHandling;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Section <c>Dashboard</c>.</summary>
public sealed record DashboardSettings
{
    /// <summary>Seconds between two refreshes, 1 to 3600. A refresh costs as much as a bad request.</summary>
    [Range(1, 3600, ErrorMessage = "RefreshSeconds must be 1 to 3600.")]
    public int RefreshSeconds { get; init; } = 10;

    /// <summary>Seconds between two looks at the view. A view that holds no data is filled at the next look.</summary>
    public int LookSeconds => Math.Min(RefreshSeconds, 10);
}

/// <summary>The state of the background refresh in this process.</summary>
/// <param name="LastSuccess">When this process last refreshed the view, in UTC. Null before the first time.</param>
/// <param name="FailuresInARow">0 after a success.</param>
/// <param name="LastError">Why the last refresh failed, in one sentence. Null if it succeeded.</param>
public sealed record RefreshStatus(DateTime? LastSuccess, int FailuresInARow, string? LastError);

/// <summary>Refreshes the view at a fixed interval. After a failure it backs off; readers keep the old data.</summary>
public sealed class DashboardRefreshService(
    DashboardRefresher refresher, DashboardSettings settings, Readiness readiness, TimeProvider clock,
    ILogger<DashboardRefreshService> log) : BackgroundService
{
    private volatile RefreshStatus _status = new(LastSuccess: null, FailuresInARow: 0, LastError: null);

    /// <summary>The state of the background refresh.</summary>
    /// <remarks>A failure shows here, and once in the log. The refresh is tried again after 1, 2, 4 … 60 s.</remarks>
    public static Ok<RefreshStatus> GetStatus(DashboardRefreshService service) => TypedResults.Ok(service._status);

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);

        var retry = BackgroundRetry.Create(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), clock, RecordFailure);
        while (true)
        {
            var refreshed = await retry.ExecuteAsync(
                async token => await refresher.RefreshIfDueAsync(token), cancellationToken);
            RecordSuccess(refreshed);
            await Task.Delay(TimeSpan.FromSeconds(settings.LookSeconds), clock, cancellationToken);
        }
    }

    private void RecordSuccess(bool refreshed)
    {
        var failures = _status.FailuresInARow;
        if (failures > 0) log.LogInformation("The dashboard is refreshed again, after {Failures} failures.", failures);

        _status = new(refreshed ? clock.GetUtcNow().UtcDateTime : _status.LastSuccess, 0, null);
    }

    private void RecordFailure(int failures, Exception error)
    {
        _status = _status with { FailuresInARow = failures, LastError = Explain(error) };
        if (failures > 1) return; // it is logged once per outage and without the stack, so the log stays readable

        log.LogWarning("The dashboard could not be refreshed. It will be tried again: {Error}", error.Message);
    }

    private static string Explain(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState } =>
            "The view can't be refreshed concurrently. Does it still have its unique index?",
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => "There is no view 'dashboard'.",
        _ => PublicError.Of(error)?.Detail ?? "The refresh failed. The log has the reason.",
    };
}
