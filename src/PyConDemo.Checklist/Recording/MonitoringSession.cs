namespace PyConDemo.Checklist.Recording;

/// <summary>Limits what the checklist's own queries may do. The limits are a transaction's, because a pooler such as
/// PgBouncer refuses them as parameters of the connection.</summary>
internal static class MonitoringSession
{
    // PostgreSQL cancels a query of the checklist after two seconds, so that it cannot become a load.
    private const string Limits =
        "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '2s'; SET LOCAL lock_timeout = '100ms'";

    /// <param name="settings">Further settings of the transaction, as SQL.</param>
    public static async Task<NpgsqlTransaction> BeginAsync(
        NpgsqlConnection connection, string settings = "", CancellationToken cancellationToken = default)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var limits = new NpgsqlCommand($"{Limits}; {settings}", connection);
        await limits.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }

    /// <summary>True if the server process is not the one that the connection names: a pooler is in between.</summary>
    public static async Task<bool> IsPooledAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken = default)
    {
        await using var process = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await process.ExecuteScalarAsync(cancellationToken))! != connection.ProcessID;
    }
}
