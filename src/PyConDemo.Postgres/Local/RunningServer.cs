using Npgsql;

namespace PyConDemo.Postgres.Local;

/// <summary>Asks a server whether it is the one of a home.</summary>
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

    /// <returns>Null while nobody answers, or the server is still starting or stopping; false when it is another home's.</returns>
    public static async Task<bool?> BelongsToAsync(ClusterDirectory directory, int port, CancellationToken cancellationToken)
    {
        var probe = new NpgsqlConnectionStringBuilder(ConnectionString(directory, port)) { Pooling = false, Timeout = 5, CommandTimeout = 5 };
        try
        {
            await using var connection = new NpgsqlConnection(probe.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SHOW data_directory", connection);
            return RealPath.Of((string)(await command.ExecuteScalarAsync(cancellationToken))!) == RealPath.Of(directory.Data);
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
