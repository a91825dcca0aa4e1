using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.Data;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Support;

/// <summary>The whole program on a real socket, with its own database.</summary>
public sealed class DemoApp : WebApplicationFactory<Program>
{
    // A compiled query belongs to one model, and EF Core builds a model for each data source. With one cache, all apps
    // share the model.
    private static readonly MemoryCache ModelCache = new(new MemoryCacheOptions());

    private readonly TestDatabase _database;
    private readonly DemoScale _scale;
    private readonly Action<IWebHostBuilder>? _configure;

    private DemoApp(TestDatabase database, DemoScale scale, Action<IWebHostBuilder>? configure)
        => (_database, _scale, _configure) = (database, scale, configure);

    public string ConnectionString => _database.ConnectionString;

    /// <summary>
    /// The commands that EF Core sent, oldest first. Only requests send some, unless a test turns the job rescuer on.
    /// </summary>
    public SentCommands Sent { get; } = new();

    /// <summary>
    /// Starts the program. <paramref name="configure"/> changes its settings and services for one test.
    /// </summary>
    public static async Task<DemoApp> StartAsync(
        Cluster cluster, DemoScale scale, Action<IWebHostBuilder>? configure = null)
    {
        var app = new DemoApp(await cluster.CopyAsync(scale), scale, configure);
        app.UseKestrel();
        app.StartServer();
        await app.WaitUntilReadyAsync();
        return app;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder
            .UseEnvironment("Development")
            .UseFreePort()
            .UseSetting("ConnectionStrings:Demo", _database.ConnectionString)
            .UseSetting("Demo:Scale", _scale.ToString())
            .UseSetting("Storage:Folder", TestObjects.Folder)
            .UseSetting("Logging:LogLevel:Default", "Warning")
            // The job rescuer uses the same context. A test could take its command for the lane's last one.
            .UseSetting("RowLocking:RescueInterval", "01:00:00")
            .ConfigureTestServices(services =>
                services.ConfigureDbContext<DemoDb>(
                    options => options.AddInterceptors(Sent).UseMemoryCache(ModelCache)));
        _configure?.Invoke(builder);
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = CreateClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!(await client.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }
}
