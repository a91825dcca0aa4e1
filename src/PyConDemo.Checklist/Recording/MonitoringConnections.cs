namespace PyConDemo.Checklist.Recording;

/// <summary>Creates the checklist's own connections to the database of one of the program's data sources. They are
/// outside of the program's pool.</summary>
internal sealed class MonitoringConnections
{
    // Longer than PostgreSQL's limit, because in a starved program the answer may wait for a thread.
    private const int ClientSeconds = 5;

    private const string Name = "Server Health Checklist";

    private static readonly Dictionary<string, object> Settings = new()
    {
        ["Application Name"] = Name,
        ["Pooling"] = false, // no connection stays open while it is not used
        ["Multiplexing"] = false,
        ["Enlist"] = false, // the program's transaction does not concern the checklist
        ["Max Auto Prepare"] = 0,
        ["Keepalive"] = 0,
        ["Timeout"] = ClientSeconds,
        ["Command Timeout"] = ClientSeconds,
    };

    private readonly NpgsqlDataSource _source;

    public MonitoringConnections(string connectionString) : this(new NpgsqlDataSourceBuilder(connectionString))
    {
    }

    /// <param name="builder">The program's. Only a builder knows password providers, certificates and mapped types, so
    /// it builds a second data source, and is then as before.</param>
    public MonitoringConnections(NpgsqlDataSourceBuilder builder)
    {
        var settings = builder.ConnectionStringBuilder;
        Database = $"{settings.Host}/{settings.Database}";
        HasSeveralHosts = settings.Host?.Contains(',', StringComparison.Ordinal) == true;
        _source = Build(builder);
        Sessions = new SessionMonitor(this);
    }

    /// <summary>The host and the database, for messages.</summary>
    public string Database { get; }

    /// <summary>True if a new connection may lead to another server than the program's.</summary>
    public bool HasSeveralHosts { get; }

    public SessionMonitor Sessions { get; }

    public NpgsqlConnection Create() => _source.CreateConnection();

    private static NpgsqlDataSource Build(NpgsqlDataSourceBuilder builder)
    {
        var (name, settings) = (builder.Name, builder.ConnectionStringBuilder);
        var program = Settings.Keys.Where(settings.ShouldSerialize).ToDictionary(key => key, key => settings[key]);
        try
        {
            builder.Name = Name;
            foreach (var (key, value) in Settings) settings[key] = value;
            return builder.Build();
        }
        finally
        {
            builder.Name = name;
            foreach (var key in Settings.Keys)
            {
                if (program.TryGetValue(key, out var value)) settings[key] = value;
                else settings.Remove(key);
            }
        }
    }
}
