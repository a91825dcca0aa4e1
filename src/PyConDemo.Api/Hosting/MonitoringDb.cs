using Npgsql;

namespace PyConDemo.Api.Hosting;

/// <summary>A connection of the instruments' own: what they ask must neither wait for the lanes' pool nor take from it.</summary>
public sealed class MonitoringDb(PostgresHost postgres) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _db = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
    {
        ApplicationName = "PyConDemo observer",
        MaxPoolSize = 2,
        Timeout = 1, // seconds, as below: an instrument that hangs says less than one that says "no answer"
        CommandTimeout = 1,
    });

    public NpgsqlCommand CreateCommand(string sql) => _db.CreateCommand(sql);

    public ValueTask DisposeAsync() => _db.DisposeAsync();
}
