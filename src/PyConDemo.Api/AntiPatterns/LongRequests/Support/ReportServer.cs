using Hangfire;
using Hangfire.AspNetCore;
using Npgsql;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Runs the jobs, from the moment that the data is in place. Hangfire itself waits out a database that goes away later.</summary>
public sealed class ReportServer(
    ReportJobs jobs, ReportsSettings settings, Readiness readiness, IServiceScopeFactory scopes, ILogger<ReportServer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);
        await PrepareAsync(cancellationToken);

        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                WorkerCount = settings.Workers,
                SchedulePollingInterval = TimeSpan.FromSeconds(5), // retries that are due; the default of 15 s is long on stage
                ShutdownTimeout = TimeSpan.FromSeconds(3), // a job stops at once; the rest is for the database's last answers
                Activator = new AspNetCoreJobActivator(scopes),
                FilterProvider = jobs.Filters,
            },
            jobs.Storage);
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        server.SendStop();
        await server.WaitForShutdownAsync(CancellationToken.None);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromSeconds(1); ; wait = wait < TimeSpan.FromSeconds(16) ? 2 * wait : wait)
        {
            try
            {
                await jobs.PrepareAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException error) // gone, or another process makes the same tables right now
            {
                log.LogWarning("The report queue waits for the database: {Reason}", error.Message);
                await Task.Delay(wait, cancellationToken);
            }
        }
    }
}
