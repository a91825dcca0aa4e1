using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Hangfire's settings and tables. It uses none of Hangfire's static defaults. Thread-safe.</summary>
public sealed class ReportJobs(NpgsqlDataSource db, ReportsSettings settings) : IConnectionFactory, ISeedStep
{
    /// <summary>How long Hangfire respects a lock. A lock is a committed row, so it outlives a process that is killed,
    /// and nobody gets the locked job before this time is over (Hangfire's default is 10 minutes). But a process that
    /// holds a lock for longer loses it to another one. docs/faults.md has the longest hold that was measured.
    /// </summary>
    public static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>It creates no tables: seeding needs an empty database.</summary>
    public PostgreSqlStorage Storage => field ??= new(this, new PostgreSqlStorageOptions
    {
        PrepareSchemaIfNecessary = false,
        EnableLongPolling = true, // LISTEN: a job starts within milliseconds, and an idle queue sends no queries
        QueuePollInterval = TimeSpan.FromSeconds(5), // for a notification that was lost with its connection
        UseSlidingInvisibilityTimeout = true, // otherwise a job that runs longer than the timeout runs twice
        InvisibilityTimeout = TimeSpan.FromSeconds(settings.TakeOverSeconds),
        DistributedLockTimeout = LockTimeout,
    });

    public JobFilterProviderCollection Filters => field ??= new(new JobFilterCollection
    {
        new AutomaticRetryAttribute
        {
            Attempts = settings.Retries,
            DelayInSecondsByAttemptFunc = RetryDelay,
        },
    });

    /// <summary>The wait before the last retry, and before a retry after a long fault.</summary>
    public TimeSpan LongestRetryDelay => TimeSpan.FromSeconds(RetryDelay(settings.Retries));

    public BackgroundJobClient Client => field ??= new(Storage, Filters);

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
    public void Enqueue(long report)
        // Hangfire sets the last two arguments.
        => Client.Enqueue<ReportJob>(job => job.RunAsync(report, null!, CancellationToken.None));

    // Four times as long each time, but never longer than the time in which a job of a dead worker is taken over.
    private int RetryDelay(long attempt) => (int)Math.Min(
        settings.RetrySeconds * Math.Pow(4, attempt - 1), settings.TakeOverSeconds);

    // The app's own pool. A TransactionScope over two pools would need prepared transactions, which PostgreSQL has
    // switched off by default.
    NpgsqlConnection IConnectionFactory.GetOrCreateConnection() => db.CreateConnection();
}
