using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.FileProviders;
using Microsoft.OpenApi;
using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Page.FailureDemos;
using PyConDemo.Stage.Page.Live;
using PyConDemo.WebServer;

namespace PyConDemo.Stage.Page;

/// <summary>The page's web server. The API, a server under stress, could not draw its own chart.</summary>
public static class PageApp
{
    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Serves the page until cancelled.</summary>
    /// <exception cref="PageStartException">The address can't be used.</exception>
    public static async Task RunAsync(PageSettings settings, CancellationToken cancellationToken)
    {
        await using var app = await StartAsync(settings, cancellationToken);
        app.Services.GetRequiredService<PageTerminal>().PageServed([.. OwnHosts.BoundAddresses(app)]);
        if (settings.Open) Browser.Open(AddressOf(app));
        await app.WaitForShutdownAsync(cancellationToken);
    }

    internal static string AddressOf(WebApplication app)
        => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Serves the page until the result is disposed.</summary>
    internal static async Task<WebApplication> StartAsync(PageSettings settings, CancellationToken cancellationToken)
    {
        var app = Build(settings);
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            if (e is not (IOException or SocketException or FormatException or InvalidOperationException)) throw;
            throw new PageStartException(PageAddresses.Explain(settings.Urls, e), e);
        }
    }

    private static WebApplication Build(PageSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders(); // PageTerminal prints what matters
        builder.WebHost.UseUrls(settings.Urls).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var services = builder.Services;
        services.AddSecurityHeaders(_ => ContentPolicy);
        services.AddPageErrors();
        services.AddEndpointsApiExplorer().AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new() { Title = "PyConDemo stage", Version = "1.0.0" });
            options.AddServer(new() { Url = "/" }); // relative: only a proxy knows its scheme and host
        });
        services.ConfigureHttpJsonOptions(json =>
        {
            foreach (var converter in PageJson.Options.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        services.AddSingleton(settings).AddSingleton<EventLog>().AddSingleton(new ReplayStore(settings.Replays));
        services.AddSingleton<PageTerminal>();
        services.AddSingleton<ApiSupervisor>().AddHostedService(s => s.GetRequiredService<ApiSupervisor>());
        services.AddSingleton<FailureDemoLease>().AddHostedService(s => s.GetRequiredService<FailureDemoLease>());
        services.AddSingleton<RaceService>().AddSingleton<EvidenceService>();

        var app = builder.Build();
        app.UseProblemResponses();
        app.UseSecurityHeaders();
        app.UseForeignSiteFilter(settings.AllowedHosts);
        app.Use((context, next) =>
        {
            context.Response.Headers.CacheControl = "no-store"; // a cached page must not run a newer version's scripts
            return next(context);
        });
        app.UseRoutingWithHead();
        // The files are part of the program, so that it can be started from any folder.
        var files = new EmbeddedFileProvider(typeof(PageApp).Assembly, "PyConDemo.Stage.wwwroot");
        app.UseFileServer(new FileServerOptions { FileProvider = files });
        app.MapPage();
        app.MapSwagger(
            "/openapi/{documentName}.json", options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        return app;
    }
}

/// <summary>The page's server could not start at its address.</summary>
public sealed class PageStartException(string message, Exception inner) : Exception(message, inner);
