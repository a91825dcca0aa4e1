using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace PyConDemo.Api.Hosting;

/// <summary>Ready means: the data is in place, and the database answers right now.</summary>
public sealed class ReadyCheck(Readiness readiness, IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!readiness.IsReady)
        {
            return HealthCheckResult.Unhealthy("The data is still being seeded.");
        }

        try
        {
            await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 1");
            command.CommandTimeout = 2; // seconds; a probe that hangs says less than one that fails
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException error)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", error);
        }
    }
}
