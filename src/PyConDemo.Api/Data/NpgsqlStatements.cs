namespace PyConDemo.Api.Data;

public static class NpgsqlStatements
{
    /// <summary>Runs statements and returns the first value of the first row, if there is one.</summary>
    /// <param name="timeout">In seconds. Without it, the connection string's limit applies.</param>
    public static async Task<object?> RunAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, int? timeout = null)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (timeout is { } seconds) command.CommandTimeout = seconds;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Runs statements on a connection of the data source, within its time-outs.</summary>
    public static async Task<object?> RunAsync(this NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
