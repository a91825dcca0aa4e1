using System.Diagnostics;
using Polly;
using Polly.Retry;
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
    DemoSettings settings, PostgresHost postgres, Readiness readiness, IServiceProvider services,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    // The steps use the lanes' pool, whose limit for a connection is too short for a slow disk at the end of seeding.
    private readonly ResiliencePipeline _retry = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(error => error.IsTransient),
            MaxRetryAttempts = 5,
        })
        .Build();

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        try
        {
            var watch = Stopwatch.StartNew();
            await using var db = NpgsqlDataSource.Create(postgres.ConnectionString); // it has Npgsql's time-outs
            await new Seeder(db, SeedFolder.FromProgramFolder(), ConsoleSeedProgress.Choose()) { Seed = settings.Seed }
                .SeedAsync(settings.Scale, postgres.Owned, cancellationToken);
            // Resolved here and not in the constructor, so that the catch below handles a store that can't be opened.
            foreach (var step in services.GetServices<ISeedStep>())
                await _retry.ExecuteAsync(async token => await step.RunAsync(token), cancellationToken);

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
