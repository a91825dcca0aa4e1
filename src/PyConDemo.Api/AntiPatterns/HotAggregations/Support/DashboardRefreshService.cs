using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Keeps the view fresh. A refresh that fails, or a database that is away, is reported once and tried again with back-off.</summary>
public sealed class DashboardRefreshService(
    DashboardRefresher refresher,
    DashboardSettings settings,
    Readiness readiness,
    TimeProvider clock,
    ILogger<DashboardRefreshService> log) : BackgroundService
{
    private volatile RefreshStatus _status = RefreshStatus.None;

    public RefreshStatus Status => _status;

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);
        while (true)
        {
            await RefreshAsync(cancellationToken);
            var wait = _status.FailuresInARow is > 0 and var failures
                ? RefreshBackOff.After(failures)
                : TimeSpan.FromSeconds(settings.RefreshSeconds);
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await refresher.RefreshIfDueAsync(cancellationToken);
            if (_status.FailuresInARow > 0)
            {
                log.LogInformation("The dashboard is refreshed again, after {Failures} failures.", _status.FailuresInARow);
            }

            _status = new(clock.GetUtcNow().UtcDateTime, 0, null);
        }
        // All of them: what ends this loop would end the program.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            _status = _status with { FailuresInARow = _status.FailuresInARow + 1, LastError = error.Message };
            // Once per outage, and without the stack: a log that repeats itself hides the next trouble.
            if (_status.FailuresInARow == 1)
            {
                log.LogWarning("The dashboard could not be refreshed and is getting old; trying again: {Error}", error.Message);
            }
        }
    }
}
