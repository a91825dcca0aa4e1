using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PyConDemo.Api.Data;
using PyConDemo.Checklist;

namespace PyConDemo.Api.Hosting;

/// <summary>The database: the server, one pool of connections for both lanes, the context, and the data.</summary>
public static class DatabaseExtensions
{
    public static void AddDemoDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;

        services.AddSingleton<PostgresHost>();
        services.AddSingleton(provider => CreateDataSource(provider.GetRequiredService<PostgresHost>().ConnectionString));
        services.AddDbContextPool<DemoDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .UseSnakeCaseNamingConvention() // the tables are made by seed/, in plain SQL
            .UseLazyLoadingProxies()
            // A guard against sharing a context between threads, asked for every row. A request has a context of its own here.
            .EnableThreadSafetyChecks(false));

        services.AddSingleton<Observer>();

        services.AddSingleton<Readiness>();
        services.AddHostedService<SeedingService>();
        services.AddHostedService<StopWithStdin>();
        services.AddHealthChecks().AddCheck<ReadyCheck>("ready", tags: ["ready"]);
    }

    /// <summary>Before the web server starts. Ctrl-C and SIGTERM end it cleanly, as they do later.</summary>
    public static async Task StartPostgresAsync(this WebApplication app)
    {
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

    /// <summary>Tuned alike for all lanes, and for what they are measured against.</summary>
    public static NpgsqlDataSource CreateDataSource(string connectionString)
        => CreateDataSourceBuilder(connectionString).UseServerHealthChecklist().Build();

    /// <summary>The same before anybody watches it.</summary>
    public static NpgsqlDataSourceBuilder CreateDataSourceBuilder(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "PyConDemo",
            // The statements that a route repeats are planned once per connection: more than twice the throughput of a keyset page.
            MaxAutoPrepare = 50,
            // A reset between two requests throws the prepared statements' gain away again: 7 statements more for each request.
            NoResetOnClose = true,
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString);
    }
}
