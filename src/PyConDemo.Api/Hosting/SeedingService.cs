using System.Diagnostics;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Hosting;

/// <summary>Work that a pattern needs after the tables are seeded and before its routes are open.</summary>
public interface ISeedStep
{
    /// <summary>Runs at every start, so it does nothing when its result is already there.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    /// <exception cref="IOException">The object store can't be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The object store may not be used.</exception>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>Seeds in the background, so that /health/live answers meanwhile.</summary>
public sealed class SeedingService(
    DemoSettings settings, PostgresHost postgres, NpgsqlDataSource db, Readiness readiness,
    IServiceProvider services, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        try
        {
            var watch = Stopwatch.StartNew();
            await new Seeder(db, SeedFolder.FromProgramFolder(), ConsoleSeedProgress.Choose()) { Seed = settings.Seed }
                .SeedAsync(settings.Scale, postgres.Owned, cancellationToken);
            // Resolved here and not in the constructor, so that the catch below handles a store that can't be opened.
            foreach (var step in services.GetServices<ISeedStep>())
                await step.RunAsync(cancellationToken);

            readiness.Set();
            Console.WriteLine(
                $"Ready after {watch.Elapsed.TotalSeconds:F1} s: try /swagger, /bad/orders and /good/orders.");
        }
        catch (Exception error) when (error is SeedRefusedException or SeedVerificationException)
        {
            StartupErrors.Report(error.Message);
            lifetime.StopApplication();
        }
        catch (NpgsqlException error)
        {
            StartupErrors.Report($"The data can't be seeded: {StartupErrors.Line(error)}");
            lifetime.StopApplication();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            StartupErrors.Report(
                $"The object store can't be used: {StartupErrors.Line(error).TrimEnd('.')}. "
                + "Choose another folder with Storage__Folder.");
            lifetime.StopApplication();
        }
    }
}
