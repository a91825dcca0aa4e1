using System.Runtime;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Storage;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>
/// Serves the API's cheapest database route, one primary-key read by EF Core, with or without the checklist.
/// </summary>
internal static class BystanderServer
{
    public static async Task RunAsync(ChecklistState checklist, string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddDemoSettings();
        builder.AddDemoDatabase();
        builder.AddStorage(); // seeding publishes the images to it
        builder.AddFatPayloads();
        if (checklist == ChecklistState.None)
        {
            builder.Services.AddSingleton(provider => DatabaseExtensions
                .CreateDataSourceBuilder(provider.GetRequiredService<PostgresHost>().ConnectionString).Build());
        }
        else
        {
            builder.Services.AddServerHealthChecklist(options =>
            {
                options.Always = checklist != ChecklistState.Off;
                if (checklist == ChecklistState.All) options.MeasurementsPerSecond = 1_000_000;
            });
        }

        await using var app = builder.Build();
        await app.StartPostgresAsync();
        if (checklist != ChecklistState.None) app.UseServerHealthChecklist();
        app.MapBystander();
        // The API's own check also wants the jobs' tables, which this server doesn't have.
        app.MapGet("/health/ready", (Readiness readiness) => TypedResults.StatusCode(
            readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/process", () => new ProcessCounts(
            GC.GetTotalAllocatedBytes(precise: true), JitInfo.GetCompiledMethodCount()));
        await app.RunAsync();
    }
}

/// <summary>How a server uses the checklist.</summary>
internal enum ChecklistState
{
    /// <summary>The checklist is not added.</summary>
    None,

    /// <summary>The checklist is added, but no request is measured.</summary>
    Off,

    /// <summary>The checklist is always on, with the default number of measurements per second.</summary>
    On,

    /// <summary>The checklist is always on, and every request is measured.</summary>
    All,
}

/// <summary>Counters of the server's process.</summary>
/// <param name="Allocated">Bytes that it has allocated since its start.</param>
/// <param name="Compiled">Methods that the JIT has compiled; a method counts once per tier.</param>
internal sealed record ProcessCounts(long Allocated, long Compiled);
