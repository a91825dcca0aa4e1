using Npgsql;

namespace PyConDemo.Postgres.Local;

/// <summary>Asks a running server to which cluster directory it belongs.</summary>
internal static class RunningServer
{
    public static string ConnectionString(ClusterDirectory directory, int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = "postgres",
        Username = "postgres",
        Password = File.ReadAllText(directory.Password).Trim(),
    }.ConnectionString;

    /// <returns>Null if nobody answers, or while the server is starting or stopping. False if it belongs to another
    /// directory.</returns>
    public static async Task<bool?> BelongsToAsync(
        ClusterDirectory directory, int port, CancellationToken cancellationToken)
    {
        var probe = new NpgsqlConnectionStringBuilder(ConnectionString(directory, port))
        {
            Pooling = false,
            Timeout = 5,
            CommandTimeout = 5,
        };
        try
        {
            await using var connection = new NpgsqlConnection(probe.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SHOW data_directory", connection);
            var data = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
            return RealPath.Of(data) == RealPath.Of(directory.Data);
        }
        catch (PostgresException refused)
        {
            return refused.SqlState == PostgresErrorCodes.CannotConnectNow ? null : false;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
