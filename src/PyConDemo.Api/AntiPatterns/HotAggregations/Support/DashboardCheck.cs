using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Unhealthy while the dashboard's view holds no data, or is missing. It takes 1 s at most.</summary>
public sealed class DashboardCheck(
    [FromKeyedServices(DatabaseExtensions.Monitoring)] NpgsqlDataSource monitoring, Readiness readiness) : IHealthCheck
{
    private readonly LimitedReading<object> _isFilled
        = new(TimeSpan.FromSeconds(1), () => monitoring.RunAsync(DashboardRefresher.IsFilledSql));

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!readiness.IsReady) return HealthCheckResult.Healthy(); // another check says that

        return await _isFilled.TryReadAsync() switch
        {
            true => HealthCheckResult.Healthy(),
            false => HealthCheckResult.Unhealthy("The dashboard's view holds no data. A refresh will fill it."),
            DBNull => HealthCheckResult.Unhealthy("The dashboard's view is missing."),
            _ => HealthCheckResult.Unhealthy("The state of the dashboard's view can't be read."),
        };
    }
}
