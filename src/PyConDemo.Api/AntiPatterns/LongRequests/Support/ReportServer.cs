using Hangfire;
using Hangfire.AspNetCore;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Runs the jobs once the data is in place. Hangfire itself waits for a database that is lost later.</summary>
public sealed class ReportServer(
    ReportJobs jobs, ReportsSettings settings, Readiness readiness, IServiceScopeFactory scopes, TimeProvider clock,
    ILogger<ReportServer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);
        // The database may be away, or another process may be creating the same tables right now.
        await BackgroundRetry
            .Create(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(16), clock, ReportFailure)
            .ExecuteAsync(async token => await jobs.PrepareAsync(token), cancellationToken);

        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                WorkerCount = settings.Workers,
                SchedulePollingInterval = TimeSpan.FromSeconds(5), // for retries; the default of 15 s is too slow here
                ShutdownTimeout = TimeSpan.FromSeconds(3), // a job stops at once, but its last statements take time
                Activator = new AspNetCoreJobActivator(scopes),
                FilterProvider = jobs.Filters,
            },
            jobs.Storage);
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        server.SendStop();
        await server.WaitForShutdownAsync(CancellationToken.None);
    }

    private void ReportFailure(int failures, Exception error)
        => log.LogWarning("The report queue waits for the database: {Reason}", error.Message);
}
