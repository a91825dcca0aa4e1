using System.Diagnostics;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Diagnostics;

/// <summary>Serves measurements of this process and its database.</summary>
public static class VitalsEndpoints
{
    private static readonly Guid Instance = Guid.NewGuid();
    private static readonly Assembly Program = typeof(VitalsEndpoints).Assembly;

    private static readonly string Build =
        Program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static readonly bool Optimized =
        Program.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    public static void MapVitals(this IEndpointRouteBuilder app)
        => app.MapGet("/vitals", GetVitals).WithTags("instruments");

    /// <summary>Measurements of this process and its database.</summary>
    /// <remarks>The difference between a reading before a run and one after it is what the run cost. This route has its
    /// own database connection.</remarks>
    private static async Task<Ok<ServerVitals>> GetVitals(
        DemoSettings settings, [FromKeyedServices(Monitoring.Key)] NpgsqlDataSource monitoring, Readiness readiness,
        CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var database = await ReadDatabaseAsync(monitoring, readiness.IsReady, cancellationToken);

        return TypedResults.Ok(new ServerVitals(
            Instance, Build, Optimized, settings.Scale.Name(),
            UptimeSeconds: (DateTime.UtcNow - process.StartTime.ToUniversalTime()).TotalSeconds,
            CpuSeconds: process.TotalProcessorTime.TotalSeconds,
            MemoryBytes: process.WorkingSet64,
            PeakMemoryBytes: process.PeakWorkingSet64,
            ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount,
            database?.OpenConnections, database?.LockWaits, database?.Backlog, database?.Server));
    }

    private static async Task<(long OpenConnections, long LockWaits, long? Backlog, PostgresVitals Server)?>
        ReadDatabaseAsync(NpgsqlDataSource monitoring, bool hasTables, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = monitoring.CreateCommand("""
                SELECT
                    count(*),
                    count(*) FILTER (WHERE wait_event_type = 'Lock'),
                    split_part(current_setting('server_version'), ' ', 1),
                    pg_backend_pid()
                FROM pg_stat_activity
                WHERE datname = current_database()
                    AND backend_type = 'client backend'
                    AND application_name = 'PyConDemo'
                """);
            await using var countReports = monitoring.CreateCommand(
                "SELECT count(*) FROM reports WHERE state IN ('queued', 'running')");
            var backlog = hasTables ? (long?)await countReports.ExecuteScalarAsync(cancellationToken) : null;

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var server = new PostgresVitals(reader.GetString(2), PostgresCpu.Read(reader.GetInt32(3)));
            return (reader.GetInt64(0), reader.GetInt64(1), backlog, server);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
