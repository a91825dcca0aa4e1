using System.Runtime.InteropServices;
using PyConDemo.Checklist;

namespace PyConDemo.Api.Hosting;

/// <summary>The database: the server, one pool of connections for both lanes, the context, and the data.</summary>
public static class DatabaseExtensions
{
    public static void AddDemoDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;

        services.AddSingleton<PostgresHost>();
        services.AddSingleton(
            provider => CreateDataSource(provider.GetRequiredService<PostgresHost>().ConnectionString));
        services.AddDbContextPool<DemoDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .UseSnakeCaseNamingConvention() // the tables are made by seed/, in plain SQL
            .UseLazyLoadingProxies()
            // This guard against sharing a context between threads costs time for every row. Each request has its own.
            .EnableThreadSafetyChecks(false));

        services.AddSingleton<Readiness>();
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
            // A connection plans a repeated statement once. This more than doubles the throughput of a keyset page.
            MaxAutoPrepare = 50,
            // With prepared statements, the reset would send 7 more statements per request.
            NoResetOnClose = true,
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString);
    }
}
