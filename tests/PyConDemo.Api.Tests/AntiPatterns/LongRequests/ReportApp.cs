using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns.LongRequests;

/// <summary>
/// The whole program, with a renderer that a test can hold or break. The test owns the database and the folder.
/// </summary>
internal sealed class ReportApp : WebApplicationFactory<Program>
{
    private readonly TestDatabase _database;
    private readonly ScratchFolder _folder;
    private readonly (string Name, string Value)[] _settings;

    private ReportApp(TestDatabase database, ScratchFolder folder, (string Name, string Value)[] settings)
        => (_database, _folder, _settings) = (database, folder, settings);

    public TestRenderer Renderer { get; } = new();

    /// <summary>A client that doesn't follow a 303.</summary>
    public HttpClient Client { get; private set; } = null!;

    public static async Task<ReportApp> StartAsync(
        TestDatabase database, ScratchFolder folder, params (string Name, string Value)[] settings)
    {
        var app = new ReportApp(database, folder, settings);
        app.UseKestrel();
        app.StartServer();
        app.Client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = app.CreateClient().BaseAddress,
        };
        await Eventually.TrueAsync(
            async () => (await app.Client.GetAsync("/health/ready")).IsSuccessStatusCode,
            "ready",
            TestContext.Current.CancellationToken);
        return app;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => _settings
        .Aggregate(builder, (host, setting) => host.UseSetting(setting.Name, setting.Value))
        .UseEnvironment("Development")
        .UseFreePort()
        .UseSetting("ConnectionStrings:Demo", _database.ConnectionString)
        .UseSetting("Storage:Folder", _folder.Path)
        .UseSetting("Demo:Scale", "Small")
        .UseSetting("Logging:LogLevel:Default", "Error")
        .ConfigureTestServices(services => services
            .AddSingleton<IReportRenderer>(Renderer)
            .AddSingleton<IStartupFilter, FromAfar>());

    /// <summary>Makes a request with the header "From-Afar" come from another machine.</summary>
    private sealed class FromAfar : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Headers.ContainsKey("From-Afar"))
                    context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7");
                return rest(context);
            });
            next(app);
        };
    }
}
