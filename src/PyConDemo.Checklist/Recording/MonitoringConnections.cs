namespace PyConDemo.Checklist.Recording;

/// <summary>Creates the checklist's own connections, which are outside of the program's pool.</summary>
internal sealed class MonitoringConnections
{
    // PostgreSQL cancels a query of the checklist after this, so that it cannot become a load.
    private const int StatementSeconds = 2;

    // Longer than PostgreSQL's limit, because in a starved program the answer may wait for a thread.
    private const int ClientSeconds = 5;

    private readonly string _connectionString;

    public MonitoringConnections(string connectionString)
    {
        var program = new NpgsqlConnectionStringBuilder(connectionString);
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "Server Health Checklist",
            Pooling = false, // no connection stays open while it is not used
            Multiplexing = false,
            Enlist = false, // the program's transaction does not concern the checklist
            MaxAutoPrepare = 0,
            KeepAlive = 0,
            Timeout = ClientSeconds,
            CommandTimeout = ClientSeconds,
            Options = ($"{program.Options} -c statement_timeout={StatementSeconds}s -c lock_timeout=100ms "
                + "-c default_transaction_read_only=on").TrimStart(),
        }.ConnectionString;
        Sessions = new SessionMonitor(this);
    }

    public SessionMonitor Sessions { get; }

    public NpgsqlConnection Create() => new(_connectionString);
}
