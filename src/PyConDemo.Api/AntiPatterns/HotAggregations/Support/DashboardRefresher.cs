using Npgsql;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>
/// Refreshes the view, never twice at once, whichever process asks: an advisory lock of PostgreSQL sees to it. The lock belongs
/// to the transaction, so a process that dies leaves none behind. Thread-safe.
/// </summary>
public sealed class DashboardRefresher(NpgsqlDataSource db, DashboardSettings settings)
{
    // Seconds. The default of 30 is for queries that a person waits for; ten million orders on a slow disk take longer.
    private const int Timeout = 300;

    /// <summary>False: another process is at it, or was a moment ago, and nothing had to be done.</summary>
    public async Task<bool> RefreshIfDueAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Half the time: our own last refresh lies a whole interval back, less what a timer fires early.
        var due = await ScalarAsync<bool>(connection, $"SELECT pg_try_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.DashboardRefresh})", cancellationToken)
            && await ScalarAsync<bool>(connection,
                $"SELECT statement_timestamp() - as_of > {settings.RefreshSeconds} * interval '0.5 s' FROM dashboard", cancellationToken);
        if (due)
        {
            await RefreshAsync(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return due;
    }

    /// <summary>Refreshes in any case, after a refresh that is under way: what was committed before the call is in it. Returns its asOf, UTC.</summary>
    public async Task<DateTime> RefreshNowAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.DashboardRefresh})", cancellationToken);
        await RefreshAsync(connection, cancellationToken);
        var asOf = await ScalarAsync<DateTime>(connection, "SELECT as_of FROM dashboard", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return asOf;
    }

    // Without CONCURRENTLY it would lock out every reader until it is done.
    private static Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => ExecuteAsync(connection, "REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard", cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Timeout };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Timeout };
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
