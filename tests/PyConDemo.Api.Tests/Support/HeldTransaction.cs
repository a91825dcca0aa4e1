using Npgsql;

namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// A transaction on its own connection. It keeps its locks until it is disposed, which rolls it back.
/// </summary>
public sealed class HeldTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldTransaction(NpgsqlConnection connection) => _connection = connection;

    public static async Task<HeldTransaction> AfterAsync(
        string connectionString, string sql, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync($"BEGIN; {sql}", cancellationToken);
        return new(connection);
    }

    /// <summary>The number of sessions that wait directly for this transaction.</summary>
    public Task<long> WaitersAsync(CancellationToken cancellationToken) => _connection.ScalarAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))",
        cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
