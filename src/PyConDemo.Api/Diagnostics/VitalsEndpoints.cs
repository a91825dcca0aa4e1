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

    public static void AddVitals(this WebApplicationBuilder builder)
        => builder.Services.AddSingleton<PostgresVitalsReader>();

    public static void MapVitals(this IEndpointRouteBuilder app)
        => app.MapGet("/vitals", GetVitals).WithTags("instruments");

    /// <summary>Measurements of this process and its database.</summary>
    /// <remarks>The difference between a reading before a run and one after it is what the run cost. This route has its
    /// own database connections. A value that they don't give within 0.35 s is null.</remarks>
    private static async Task<Ok<ServerVitals>> GetVitals(DemoSettings settings, PostgresVitalsReader postgres)
    {
        using var process = Process.GetCurrentProcess();
        var (sessions, backlog) = await postgres.ReadAsync();

        return TypedResults.Ok(new ServerVitals(
            Instance, Build, Optimized, settings.Scale.Name(),
            UptimeSeconds: (DateTime.UtcNow - process.StartTime.ToUniversalTime()).TotalSeconds,
            CpuSeconds: process.TotalProcessorTime.TotalSeconds,
            MemoryBytes: process.WorkingSet64,
            PeakMemoryBytes: process.PeakWorkingSet64,
            ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount,
            sessions?.Open, sessions?.LockWaits, backlog, sessions?.Server));
    }
}
