namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Refreshes the view. An advisory lock of PostgreSQL prevents two refreshes at once, in all processes. The
/// lock belongs to the transaction, so a process that dies releases it. Thread-safe.</summary>
public sealed class DashboardRefresher(NpgsqlDataSource db, DashboardSettings settings)
{
    // Seconds. Npgsql's default of 30 is too short for ten million orders on a slow disk.
    private const int Timeout = 300;

    /// <summary>Refreshes if the view is old enough. False if another process is refreshing or has just done
    /// so.</summary>
    public async Task<bool> RefreshIfDueAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        if (!await TryLockAsync(connection, cancellationToken)) return false;
        if (!await IsDueAsync(connection, cancellationToken)) return false;

        await RefreshAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Refreshes in any case. If a refresh is running, it waits for that one first, so the view then has
    /// everything that was committed before the call. Returns the view's <c>asOf</c> in UTC.</summary>
    public async Task<DateTime> RefreshNowAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(
            connection,
            $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.DashboardRefresh})",
            cancellationToken);
        await RefreshAsync(connection, cancellationToken);
        var asOf = await ScalarAsync<DateTime>(connection, "SELECT as_of FROM dashboard", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return asOf;
    }

    private static Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => ScalarAsync<bool>(
            connection,
            $"SELECT pg_try_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.DashboardRefresh})",
            cancellationToken);

    // Half the interval: our own last refresh is one interval old, or a little less because timers can fire early.
    private Task<bool> IsDueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => ScalarAsync<bool>(
            connection,
            $"SELECT statement_timestamp() - as_of > {settings.RefreshSeconds} * interval '0.5 s' FROM dashboard",
            cancellationToken);

    // Without CONCURRENTLY, every reader would wait until the refresh is done.
    private static Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => ExecuteAsync(connection, "REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard", cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Timeout };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<T> ScalarAsync<T>(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Timeout };
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
