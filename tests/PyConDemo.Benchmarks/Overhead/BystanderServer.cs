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
            builder.Services.AddSingleton(provider =>
            {
                var lanes = DatabaseExtensions
                    .CreateDataSourceBuilder(provider.GetRequiredService<PostgresHost>().ConnectionString).Build();
                DatabaseExtensions.KeepThreadsFree(lanes); // more threads cost more CPU, with or without the checklist
                return lanes;
            });
        }
        else
        {
            builder.Services.AddServerHealthChecklist(options =>
            {
                options.Always = checklist != ChecklistState.Off;
                options.MeasurementsPerSecond = checklist == ChecklistState.All
                    ? 1_000_000
                    // A server works only while it is its turn, so this is the default number per second of work.
                    : options.MeasurementsPerSecond / Enum.GetValues<ChecklistState>().Length;
            });
        }

        await using var app = builder.Build();
        await app.StartPostgresAsync();
        if (checklist != ChecklistState.None) app.UseServerHealthChecklist();
        app.MapBystander();
        // The API's own check also wants the jobs' tables, which this server doesn't have.
        app.MapGet("/health/ready", (Readiness readiness) => TypedResults.StatusCode(
            readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
        // A method counts once per tier.
        app.MapGet("/compiled", () => JitInfo.GetCompiledMethodCount());
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
