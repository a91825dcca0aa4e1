namespace PyConDemo.Checklist.Recording;

/// <summary>Creates the checklist's own connections to the database of one of the program's data sources. They are
/// outside of the program's pool.</summary>
internal sealed class MonitoringConnections
{
    // Longer than PostgreSQL's limit, because in a program whose thread pool is full the answer may wait.
    private const int ClientSeconds = 5;

    private static readonly Dictionary<string, object> Settings = new()
    {
        ["Application Name"] = "Server Health Checklist",
        ["Pooling"] = false, // no connection stays open while it is not used
        ["Multiplexing"] = false,
        ["Enlist"] = false, // the program's transaction does not concern the checklist
        ["Max Auto Prepare"] = 0,
        ["Keepalive"] = 0,
        ["Timeout"] = ClientSeconds,
        ["Command Timeout"] = ClientSeconds,
    };

    private readonly NpgsqlDataSource _source;

    /// <param name="settings">Of the program's builder.</param>
    /// <param name="build">Builds a second data source. Only the program's builder knows password providers,
    /// certificates and mapped types. The builder is then as before.</param>
    public MonitoringConnections(NpgsqlConnectionStringBuilder settings, Func<NpgsqlDataSource> build)
    {
        Database = $"{settings.Host}/{settings.Database}";
        HasSeveralHosts = settings.Host?.Contains(',', StringComparison.Ordinal) == true;
        _source = Build(settings, build);
        Sessions = new SessionMonitor(this);
    }

    // The program disposes its data source, and nothing tells. A source that nobody disposes stays in Npgsql's list of
    // pools, and its timer calls a periodic password provider for ever.
    ~MonitoringConnections() => FailSafe.Run(_source, static source => source?.Dispose());

    /// <summary>The host and the database, for messages.</summary>
    public string Database { get; }

    /// <summary>True if a new connection may lead to another server than the program's.</summary>
    public bool HasSeveralHosts { get; }

    public SessionMonitor Sessions { get; }

    /// <summary>The round trips of the program's own connections.</summary>
    public RoundTrips RoundTrips { get; } = new();

    public NpgsqlConnection Create() => _source.CreateConnection();

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings, Func<NpgsqlDataSource> build)
    {
        var program = Settings.Keys.Where(settings.ShouldSerialize).ToDictionary(key => key, key => settings[key]);
        try
        {
            foreach (var (key, value) in Settings) settings[key] = value;
            return build();
        }
        finally
        {
            foreach (var key in Settings.Keys)
            {
                if (program.TryGetValue(key, out var value)) settings[key] = value;
                else settings.Remove(key);
            }
        }
    }
}
