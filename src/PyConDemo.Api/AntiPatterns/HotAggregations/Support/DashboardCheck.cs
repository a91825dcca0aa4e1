using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Unhealthy while the dashboard's view holds no data, or is missing. It answers within a second.</summary>
public sealed class DashboardCheck(
    [FromKeyedServices(DatabaseExtensions.Monitoring)] NpgsqlDataSource monitoring, Readiness readiness) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1); // a probe that hangs is worse than one that fails

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!readiness.IsReady) return HealthCheckResult.Healthy(); // another check says that

        try
        {
            // A cancelled command waits for the server once more, and WaitAsync doesn't.
            return await ReadAsync(cancellationToken).WaitAsync(Limit, cancellationToken) switch
            {
                true => HealthCheckResult.Healthy(),
                false => HealthCheckResult.Unhealthy("The dashboard's view holds no data. A refresh will fill it."),
                null => HealthCheckResult.Unhealthy("The dashboard's view is missing."),
            };
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The state of the dashboard's view can't be read.", error);
        }
    }

    private async Task<bool?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = monitoring.CreateCommand(DashboardRefresher.IsFilledSql);
        return await command.ExecuteScalarAsync(cancellationToken) as bool?;
    }
}
