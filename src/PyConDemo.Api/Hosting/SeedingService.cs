using System.Diagnostics;
using Npgsql;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Hosting;

/// <summary>Seeds while the web server already answers /health/live, so that whoever waits can see that something is going on.</summary>
public sealed class SeedingService(
    DemoSettings settings,
    PostgresHost postgres,
    NpgsqlDataSource db,
    Readiness readiness,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        try
        {
            var watch = Stopwatch.StartNew();
            await new Seeder(db, SeedFolder.BesideTheProgram(), ConsoleSeedProgress.Choose()).SeedAsync(settings.Scale, postgres.Owned, cancel);
            readiness.Set();
            Console.WriteLine($"Ready after {watch.Elapsed.TotalSeconds:F1} s: try /swagger, /bad/orders and /good/orders.");
        }
        catch (Exception error) when (error is SeedRefusedException or SeedProofException or NpgsqlException)
        {
            OneLineErrors.Report(error.Message);
            lifetime.StopApplication();
        }
    }
}
