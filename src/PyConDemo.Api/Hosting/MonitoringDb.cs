using Npgsql;

namespace PyConDemo.Api.Hosting;

/// <summary>
/// Connections for measuring the server. They are separate, so that a measurement neither waits for the lanes'
/// connection pool nor takes a connection from it.
/// </summary>
public sealed class MonitoringDb(PostgresHost postgres) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _db = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            ApplicationName = "PyConDemo observer",
            MaxPoolSize = 2,
            // Seconds. A measurement that says "no answer" is better than one that hangs.
            Timeout = 1,
            CommandTimeout = 1,
        });

    public NpgsqlCommand CreateCommand(string sql) => _db.CreateCommand(sql);

    public ValueTask DisposeAsync() => _db.DisposeAsync();
}
