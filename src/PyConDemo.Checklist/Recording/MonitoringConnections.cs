using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Connections of the checklist's own to a program's database, to look without disturbing: outside the program's pool.</summary>
internal sealed class MonitoringConnections
{
    // A look must not become a load: the server gives it up after this.
    private const int LimitSeconds = 2;

    // Where this program itself is starved, the answer lies there for longer.
    private const int PatienceSeconds = 5;
    private readonly string _connectionString;

    public MonitoringConnections(string connectionString)
    {
        var program = new NpgsqlConnectionStringBuilder(connectionString);
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "Server Health Checklist",
            Pooling = false, // nothing stays open between two looks
            Multiplexing = false,
            Enlist = false, // the program's transaction is not ours
            MaxAutoPrepare = 0,
            KeepAlive = 0,
            Timeout = PatienceSeconds,
            CommandTimeout = PatienceSeconds,
            Options = $"{program.Options} -c statement_timeout={LimitSeconds}s -c lock_timeout=100ms -c default_transaction_read_only=on".TrimStart(),
        }.ConnectionString;
        Sessions = new SessionMonitor(this);
    }

    public SessionMonitor Sessions { get; }

    public NpgsqlConnection NewConnection() => new(_connectionString);
}
