using System.Runtime.InteropServices;

namespace PyConDemo.Api.Hosting;

/// <summary>The database: the server, one pool of connections for both lanes, the context, and the data.</summary>
public static class DatabaseExtensions
{
    /// <summary>The key of the connections for health checks and measurements. They are not from the lanes' pool, so
    /// they are free when that pool is exhausted.</summary>
    public const string Monitoring = "monitoring";

    public static void AddDemoDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;

        services.AddSingleton<PostgresHost>();
        services.AddSingleton(provider =>
        {
            var lanes = CreateDataSource(provider.GetRequiredService<PostgresHost>().ConnectionString);
            KeepThreadsFree(lanes);
            return lanes;
        });
        services.AddKeyedSingleton(
            Monitoring,
            (provider, _) => CreateMonitoringSource(provider.GetRequiredService<PostgresHost>().ConnectionString));
        services.AddDbContextPool<DemoDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .UseSnakeCaseNamingConvention() // the tables are made by seed/, in plain SQL
            .UseLazyLoadingProxies()
            // This guard against sharing a context between threads costs time for every row. Each request has its own.
            .EnableThreadSafetyChecks(false));

        services.AddSingleton<Readiness>();
        services.AddSingleton<ReadyCheck>();
        services.AddHostedService<SeedingService>();
        services.AddHostedService<StopWithStdin>();
        services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
    }

    /// <summary>Checks the settings and starts PostgreSQL, before the web server and its handling of Ctrl-C.</summary>
    public static async Task StartPostgresAsync(this WebApplication app)
    {
        app.ValidateSettings();

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await app.Services.GetRequiredService<PostgresHost>().StartAsync(stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>The data source of all lanes. The benchmarks' hand-written routes have the same settings.</summary>
    public static NpgsqlDataSource CreateDataSource(string connectionString)
        => CreateDataSourceBuilder(connectionString).UseServerHealthChecklist().Build();

    /// <summary>The same without the checklist.</summary>
    public static NpgsqlDataSourceBuilder CreateDataSourceBuilder(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "PyConDemo",
            Timeout = DemoDb.ConnectionTimeout,
            // A connection plans a repeated statement once. This more than doubles the throughput of a keyset page.
            MaxAutoPrepare = 50,
            // With prepared statements, the reset would send 7 more statements per request.
            NoResetOnClose = true,
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString);
    }

    /// <summary>Lets the thread pool have a thread for each of the lanes' connections. Npgsql cancels a command
    /// synchronously, and a lazy load is synchronous too, so each connection may block a thread, for seconds if the
    /// database hangs. The thread pool grows slowly beyond this number, and /ping waits.</summary>
    public static void KeepThreadsFree(NpgsqlDataSource lanes)
    {
        ThreadPool.GetMinThreads(out var current, out var io);
        var wanted = Environment.ProcessorCount + MaxPoolSize(lanes);
        ThreadPool.SetMinThreads(Math.Max(current, wanted), io);
    }

    /// <summary>The most connections that the lanes may have.</summary>
    public static int MaxPoolSize(NpgsqlDataSource lanes)
        => new NpgsqlConnectionStringBuilder(lanes.ConnectionString).MaxPoolSize;

    // Its readers stop waiting earlier: see LimitedReading. These limits end what nobody waits for any more.
    private static NpgsqlDataSource CreateMonitoringSource(string connectionString)
        => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "PyConDemo observer",
            MinPoolSize = 0,
            MaxPoolSize = 4, // two health checks and the two readings of /vitals
            Timeout = 2, // seconds
            CommandTimeout = 2, // seconds; then Npgsql cancels the command on the server
            CancellationTimeout = -1, // and closes the connection without a further wait
        });
}
