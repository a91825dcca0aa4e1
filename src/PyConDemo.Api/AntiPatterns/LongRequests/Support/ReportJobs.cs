using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Hangfire's settings and tables. It uses none of Hangfire's static defaults. Thread-safe.</summary>
public sealed class ReportJobs(NpgsqlDataSource db, ReportsSettings settings) : IConnectionFactory, ISeedStep
{
    /// <summary>It creates no tables: seeding needs an empty database.</summary>
    public PostgreSqlStorage Storage => field ??= new(this, new PostgreSqlStorageOptions
    {
        PrepareSchemaIfNecessary = false,
        EnableLongPolling = true, // LISTEN: a job starts within milliseconds, and an idle queue sends no queries
        QueuePollInterval = TimeSpan.FromSeconds(5), // for a notification that was lost with its connection
        UseSlidingInvisibilityTimeout = true, // otherwise a job that runs longer than the timeout runs twice
        InvisibilityTimeout = TimeSpan.FromSeconds(settings.TakeOverSeconds),
        // A lock is a committed row, so it outlives a process that is killed. Nobody gets the locked job before this
        // time is over. The default is 10 minutes.
        DistributedLockTimeout = TimeSpan.FromSeconds(10),
    });

    public JobFilterProviderCollection Filters => field ??= new(new JobFilterCollection
    {
        new AutomaticRetryAttribute
        {
            Attempts = settings.Retries,
            DelayInSecondsByAttemptFunc = attempt => settings.RetrySeconds << (2 * (int)(attempt - 1)),
        },
    });

    /// <summary>Creates Hangfire's tables if they don't exist.</summary>
    async Task ISeedStep.RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        // Two processes that create the same tables at once would fail, so one waits for the other.
        await LockAsync("pg_advisory_lock");
        PostgreSqlObjectsInstaller.Install(connection);
        await LockAsync("pg_advisory_unlock"); // after an error, the program ends, and its locks with it

        Task LockAsync(string function) => connection.RunAsync(
            $"SELECT {function}({AdvisoryLock.Space}, {AdvisoryLock.ReportQueue})", cancellationToken);
    }

    /// <summary>Adds a job, in the surrounding transaction if there is one. It blocks its thread for several
    /// statements: see <see cref="ReportBacklog"/>.</summary>
    public void Enqueue(long report) => new BackgroundJobClient(Storage, Filters)
        .Enqueue<ReportJob>(job => job.RunAsync(report, null!, CancellationToken.None)); // Hangfire sets the last two

    // The app's own pool. A TransactionScope over two pools would need prepared transactions, which PostgreSQL has
    // switched off by default.
    NpgsqlConnection IConnectionFactory.GetOrCreateConnection() => db.CreateConnection();
}
