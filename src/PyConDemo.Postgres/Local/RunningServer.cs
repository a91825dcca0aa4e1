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
        try
        {
            await using var probe = ServerVersion.NewProbe(ConnectionString(directory, port));
            await probe.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SHOW data_directory", probe);
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
