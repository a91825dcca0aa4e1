using Hangfire.Server;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>The background work of one report. Hangfire runs it at least once; each run gives the same PDF.</summary>
public sealed class ReportJob(
    DemoDb db, ReportGenerator generator, ReportsSettings settings, TimeProvider clock, ILogger<ReportJob> log)
{
    /// <summary>Renders the report. When the program stops, Hangfire cancels it, and the job is queued again.</summary>
    public async Task RunAsync(long id, PerformContext context, CancellationToken cancellationToken)
    {
        var report = await RetryAsync(
            () => db.Reports.SingleOrDefaultAsync(report => report.Id == id, cancellationToken), cancellationToken);
        // It may have been removed, or done by a run that Hangfire took for dead.
        if (report is not { State: ReportState.Queued or ReportState.Running }) return;

        if (report.State == ReportState.Running)
            log.LogWarning("Report {Id} is taken over: attempt {Attempt} has not ended.", id, report.Attempts);
        try
        {
            report.Begin(clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancellationToken);
            await generator.GenerateAsync(report, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The report was removed meanwhile, or another worker has taken it over.
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            var isLast = context.GetJobParameter<int>("RetryCount") >= settings.Retries;
            log.LogWarning(
                "Report {Id}, attempt {Attempt}: {Reason}{End}",
                id, report.Attempts, error.Message, isLast ? " It will not be tried again." : "");
            report.Fail(Explain(error), clock.GetUtcNow().UtcDateTime, isLast);
            await RetryAsync(() => db.SaveChangesAsync(cancellationToken), cancellationToken);
            throw; // Hangfire then retries the job, or keeps it among the failed ones
        }
    }

    // Waits until the database is back, because a failure that isn't recorded would keep its place in the queue for
    // ever. It stops after 60 attempts: an error that stays is not a lost database.
    private async Task<T> RetryAsync<T>(Func<Task<T>> command, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await command();
            }
            catch (Exception error) when (attempt < 60 && IsFromDatabase(error))
            {
                do
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                while (!await db.Database.CanConnectAsync(cancellationToken)); // a failed command would fill the log
            }
        }
    }

    private static bool IsFromDatabase(Exception? error)
        => error is NpgsqlException || (error is not null && IsFromDatabase(error.InnerException));

    // The reason is public, so it has neither the paths nor the SQL that an exception's message may have.
    private static string Explain(Exception error) => error switch
    {
        _ when IsFromDatabase(error) => "The database did not answer.",
        IOException or UnauthorizedAccessException => "The object store could not keep the PDF.",
        _ => "The report could not be rendered.",
    };
}
