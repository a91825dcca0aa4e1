using Hangfire.AspNetCore;
using Hangfire.Server;
using Hangfire.States;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Runs the jobs once the data is in place. Hangfire itself waits for a database that is lost later.</summary>
public sealed class ReportServer(
    ReportJobs jobs, ReportsSettings settings, Readiness readiness, IServiceScopeFactory scopes) : BackgroundService
{
    // A retry waits up to this long after it was due. Hangfire's default of 15 s is too long for people who watch.
    private static readonly TimeSpan SchedulePolling = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);
        using var server = StartServer();
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        server.SendStop();
        await server.WaitForShutdownAsync(CancellationToken.None);
    }

    // Not a BackgroundJobServer, because that one doesn't pass RetryDelay on. Its default wait grows with the length
    // of an outage, up to five minutes, and the reports would wait as long after its end.
    private BackgroundProcessingServer StartServer()
    {
        var performer = new BackgroundJobPerformer(jobs.Filters, new AspNetCoreJobActivator(scopes));
        var stateChanger = new BackgroundJobStateChanger(jobs.Filters);
        return new(
            jobs.Storage,
            [
                new Worker([EnqueuedState.DefaultQueue], performer, stateChanger).UseBackgroundPool(settings.Workers),
                new DelayedJobScheduler(SchedulePolling, stateChanger).UseBackgroundPool(threadCount: 1),
            ],
            new Dictionary<string, object> // the dashboard shows them
            {
                ["Queues"] = new[] { EnqueuedState.DefaultQueue },
                ["WorkerCount"] = settings.Workers,
            },
            new()
            {
                RetryDelay = _ => TimeSpan.FromSeconds(1),
                RestartDelay = TimeSpan.FromSeconds(1),
                ShutdownTimeout = TimeSpan.FromSeconds(3), // a job stops at once, but its last statements take time
            });
    }
}
