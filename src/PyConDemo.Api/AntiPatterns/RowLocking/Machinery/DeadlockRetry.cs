using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Machinery;

/// <summary>
/// Repeats what PostgreSQL chose as the victim of a deadlock (40P01): its transaction is rolled back, so all of it is run again.
/// One for each request; not thread-safe.
/// </summary>
/// <exception cref="RetryLimitExceededException">It was the victim six times.</exception>
public sealed class DeadlockRetry(DemoDb db, ILogger<DeadlockRetry> log)
    : ExecutionStrategy(db, maxRetryCount: 5, maxRetryDelay: TimeSpan.FromMilliseconds(100))
{
    /// <summary>How often something was run again.</summary>
    public int Retries { get; private set; }

    // EF Core wraps what Npgsql throws.
    protected override bool ShouldRetryOn(Exception? exception) => exception switch
    {
        null => false,
        PostgresException refused => refused.SqlState == PostgresErrorCodes.DeadlockDetected,
        _ => ShouldRetryOn(exception.InnerException),
    };

    protected override void OnRetry()
    {
        Retries++;
        log.LogWarning("Deadlock (40P01): rolled back by PostgreSQL and run again, retry {Retry} of {Limit}.", Retries, MaxRetryCount);
    }
}
