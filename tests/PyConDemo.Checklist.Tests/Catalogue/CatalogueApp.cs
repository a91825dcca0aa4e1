using System.Net;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>One application with all endpoints of the catalogue, on real sockets.</summary>
public sealed class CatalogueApp : IAsyncDisposable
{
    /// <summary>From this time on a request is long.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(150);

    private readonly WebApplication _app;
    private readonly PgBouncer? _bouncer;
    private readonly Measurement _measurement;
    private readonly CatalogueClient _client;
    private Exception? _failure; // of a handler

    private CatalogueApp(WebApplication app, PgBouncer? bouncer)
    {
        (_app, _bouncer) = (app, bouncer);
        _measurement = app.Services.GetRequiredService<IServerHealthChecklist>().Measure("the catalogue");
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var http1 = new HttpClient { BaseAddress = new(addresses.First()) };
        var http2 = new HttpClient
        {
            BaseAddress = new(addresses.Last()),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _measurement.Track(http1);
        _measurement.Track(http2);
        _client = new(http1, http2, ("Checklist", http1.DefaultRequestHeaders.GetValues("Checklist").Single()));
    }

    public IReadOnlyList<RouteHealth> Routes
        => _app.Services.GetRequiredService<IServerHealthChecklist>().Routes;

    public static async Task<CatalogueApp> StartAsync(TestDatabase db, IReadOnlyList<CatalogueShape> shapes)
    {
        await CatalogueSchema.CreateAsync(db);
        var bouncer = PgBouncer.WhyMissing is null ? await PgBouncer.StartAsync(db.ConnectionString) : null;
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRouting().AddSingleton(db);
        // A busy machine may need more than the default of 50 ms for a harmless request.
        builder.Services.AddServerHealthChecklist(o => o.Rules.LongRequests = new() { Threshold = Slow });
        builder.Services.AddControllersWithViews().AddApplicationPart(typeof(CatalogueApp).Assembly);
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Catalogue/Apps/Pages");
        builder.Services.AddGrpc();
        builder.Services.AddSignalR();
        builder.Services.AddKeyedSingleton("small", (_, _) => Source($"{db.ConnectionString};Maximum Pool Size=1"));
        builder.Services.AddKeyedSingleton("pooler", (_, _) => Source(bouncer!.ConnectionString));
        builder.Services.AddMarten(marten => marten.Connection(db.Source));
        var app = builder.Build();
        CatalogueApp? catalogue = null;
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (Exception error)
            {
                catalogue?._failure = error;
                throw;
            }
        });
        app.UseServerHealthChecklist();
        app.UseRouting();
        app.UseWebSockets();
        app.MapDefaultControllerRoute();
        app.MapRazorPages();
        app.MapGet("/slow server", async (int ms) => await Task.Delay(ms));
        foreach (var shape in shapes)
        {
            if (shape.Map is not null) shape.Map(app);
            else MapMinimal(app, db, shape);
        }
        await app.StartAsync(TestContext.Current.CancellationToken);
        await using (var session = app.Services.GetRequiredService<IDocumentStore>().LightweightSession())
        {
            for (var id = 1; id <= 20; id++) session.Store(new FrameworkShapes.Note(id, $"note {id}"));
            await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        return catalogue = new(app, bouncer);
    }

    /// <summary>Calls a shape once, and waits until its results are final.</summary>
    public async Task CallAsync(CatalogueShape shape)
    {
        await (shape.Call is { } call ? call(_client) : SendAsync(shape));
        await _measurement.CheckAsync();
    }

    private async Task SendAsync(CatalogueShape shape)
    {
        using var request = new HttpRequestMessage(new(shape.Method), shape.Route);
        using var answer = await _client.Http1.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"'{shape.Name}' answered {answer.StatusCode}: {_failure}");
    }

    public async ValueTask DisposeAsync()
    {
        await _measurement.DisposeAsync();
        _client.Http1.Dispose();
        _client.Http2.Dispose();
        await _app.DisposeAsync();
        if (_bouncer is not null) await _bouncer.DisposeAsync();
    }

    private static NpgsqlDataSource Source(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UseServerHealthChecklist();
        return builder.Build();
    }

    private static void MapMinimal(WebApplication app, TestDatabase db, CatalogueShape shape)
    {
        var calls = 0;
        app.MapMethods(shape.Route, [shape.Method], async (HttpContext http) =>
        {
            await shape.Handle(new(db, http, Interlocked.Increment(ref calls)));
            // Without a body, the rule about bodies has nothing to judge.
            if (!http.Response.HasStarted && http.Response.StatusCode == StatusCodes.Status200OK)
                await http.Response.WriteAsync("done");
        });
    }
}
