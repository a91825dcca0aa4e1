using System.Runtime;
using PyConDemo.Api.AntiPatterns.FatPayloads.Machinery;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Storage;
using PyConDemo.Api.Surroundings;
using PyConDemo.Checklist;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>The API's cheapest database route, one primary-key read by EF Core, with and without the checklist and nothing else around it.</summary>
internal static class BystanderServer
{
    public static async Task RunAsync(ChecklistState checklist, string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddDemoSettings();
        builder.AddDemoDatabase();
        builder.Services.AddObjectStore(builder.Configuration); // as below: seeding publishes the images
        builder.AddFatPayloads();
        if (checklist == ChecklistState.None)
        {
            builder.Services.AddSingleton(p => DatabaseExtensions.CreateDataSourceBuilder(p.GetRequiredService<PostgresHost>().ConnectionString).Build());
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
        app.MapHealth();
        app.MapGet("/process", () => new ProcessCounts(GC.GetTotalAllocatedBytes(), JitInfo.GetCompiledMethodCount()));
        await app.RunAsync();
    }
}
