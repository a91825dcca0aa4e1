using System.Diagnostics;
using Npgsql;
using PyConDemo.Api.AntiPatterns.FatPayloads.Machinery;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Hosting;

/// <summary>Seeds while the web server already answers /health/live, so that whoever waits can see that something is going on.</summary>
public sealed class SeedingService(
    DemoSettings settings,
    PostgresHost postgres,
    NpgsqlDataSource db,
    Readiness readiness,
    IServiceProvider services,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        try
        {
            var watch = Stopwatch.StartNew();
            await new Seeder(db, SeedFolder.FromProgramFolder(), ConsoleSeedProgress.Choose()) { Seed = settings.Seed }
                .SeedAsync(settings.Scale, postgres.Owned, cancellationToken);
            // Made only now: a store that can't be opened ends the program with its one line, too.
            await services.GetRequiredService<ImagePublisher>().PublishAsync(cancellationToken);
            readiness.Set();
            Console.WriteLine($"Ready after {watch.Elapsed.TotalSeconds:F1} s: try /swagger, /bad/orders and /good/orders.");
        }
        catch (Exception error) when (error is SeedRefusedException or SeedVerificationException or NpgsqlException)
        {
            OneLineErrors.Report(error.Message);
            lifetime.StopApplication();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            OneLineErrors.Report($"The object store can't be used: {error.Message} Choose another folder with Storage__Folder.");
            lifetime.StopApplication();
        }
    }
}
