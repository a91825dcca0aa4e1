using Hangfire;
using Hangfire.AspNetCore;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Runs the jobs once the data is in place. Hangfire itself waits for a database that is lost later.</summary>
public sealed class ReportServer(
    ReportJobs jobs, ReportsSettings settings, Readiness readiness, IServiceScopeFactory scopes) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);
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
}
