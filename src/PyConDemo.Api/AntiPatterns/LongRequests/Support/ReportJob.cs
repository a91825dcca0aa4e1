using Hangfire.Server;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>The background work of one report. Run at least once, so it may be run again: it ends with the same PDF under the same key.</summary>
public sealed class ReportJob(DemoDb db, ReportGenerator generator, ReportsSettings settings, TimeProvider clock, ILogger<ReportJob> log)
{
    /// <param name="id">The report.</param>
    /// <param name="context">Of Hangfire: it knows the retries so far.</param>
    /// <param name="cancellationToken">The program stops: the job goes back to the queue.</param>
    public async Task RunAsync(long id, PerformContext context, CancellationToken cancellationToken)
    {
        var report = await UntilItAnswersAsync(() => db.Reports.SingleOrDefaultAsync(report => report.Id == id, cancellationToken), cancellationToken);
        if (report is not { State: ReportState.Queued or ReportState.Running })
        {
            return; // done by a run that was taken for dead, or dropped
        }

        try
        {
            report.Begin(clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancellationToken);
            await generator.GenerateAsync(report, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // dropped meanwhile
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            var isLast = context.GetJobParameter<int>("RetryCount") >= settings.Retries;
            log.LogWarning("Report {Id}, attempt {Attempt}: {Reason}{End}", id, report.Attempts, error.Message, isLast ? " Given up." : "");
            report.Fail(error.Message, clock.GetUtcNow().UtcDateTime, isLast);
            await UntilItAnswersAsync(() => db.SaveChangesAsync(cancellationToken), cancellationToken);
            throw; // Hangfire retries it, or keeps it among the failed
        }
    }

    // A report that failed unnoticed would fill a place in the queue for ever, and there is nothing else to do without a database.
    private async Task<T> UntilItAnswersAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (Exception gone) when (attempt < 60 && IsOfDatabase(gone)) // 60: an error that stays is none of a lost database
            {
                do
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                }
                while (!await db.Database.CanConnectAsync(cancellationToken)); // asks quietly; each failed command is an error in the log
            }
        }
    }

    private static bool IsOfDatabase(Exception? error) => error is NpgsqlException || (error is not null && IsOfDatabase(error.InnerException));
}
