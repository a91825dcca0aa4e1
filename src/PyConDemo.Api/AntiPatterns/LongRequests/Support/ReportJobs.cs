using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Npgsql;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Hangfire as this program uses it, without its static defaults: two programs in one process don't share them. Thread-safe.</summary>
public sealed class ReportJobs(NpgsqlDataSource db, ReportsSettings settings) : IConnectionFactory
{
    // Half a second is usual; a starved machine takes many times as long.
    private static readonly TimeSpan PreparationTimeout = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource _prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Touches no database until <see cref="PrepareAsync"/>: the seed wants to find an empty one.</summary>
    public PostgreSqlStorage Storage => field ??= new(this, new PostgreSqlStorageOptions
    {
        PrepareSchemaIfNecessary = false,
        EnableLongPolling = true, // LISTEN: a job is picked up within milliseconds, and an idle queue asks nothing
        QueuePollInterval = TimeSpan.FromSeconds(5), // only for a notification that was lost with its connection
        UseSlidingInvisibilityTimeout = true, // or a job that runs longer than the time-out is run twice
        InvisibilityTimeout = TimeSpan.FromSeconds(settings.TakeOverSeconds),
        // A lock is a committed row, which a kill leaves behind. For as long as this, nobody gets its job: 10 minutes by default.
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

    /// <summary>Returns when Hangfire's tables are there: about half a second after the data.</summary>
    /// <exception cref="NpgsqlException">They are not there after 15 s: the database is gone.</exception>
    public async Task WaitUntilPreparedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _prepared.Task.WaitAsync(PreparationTimeout, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new NpgsqlException("The tables of the queue are not there yet.", late);
        }
    }

    /// <summary>Makes Hangfire's tables, unless they are there.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        PostgreSqlObjectsInstaller.Install(connection);
        _prepared.TrySetResult();
    }

    /// <summary>In the transaction around it, if there is one. Blocks its thread for several statements: see <see cref="ReportBacklog"/>.</summary>
    public void Enqueue(long report) => new BackgroundJobClient(Storage, Filters)
        .Enqueue<ReportJob>(job => job.RunAsync(report, null!, CancellationToken.None)); // Hangfire fills in context and token

    // The app's own pool: a TransactionScope over two would need prepared transactions, which PostgreSQL has switched off.
    NpgsqlConnection IConnectionFactory.GetOrCreateConnection() => db.CreateConnection();
}
