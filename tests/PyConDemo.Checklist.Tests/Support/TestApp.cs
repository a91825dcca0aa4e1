using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>A small application with the checklist, on Kestrel and a real socket.</summary>
public sealed class TestApp : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60); // enough for a busy machine
    private readonly WebApplication _app;

    private TestApp(WebApplication app)
    {
        _app = app;
        var features = app.Services.GetRequiredService<IServer>().Features;
        Client = new() { BaseAddress = new(features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public HttpClient Client { get; }
    public IServerHealthChecklist Checklist => _app.Services.GetRequiredService<IServerHealthChecklist>();
    internal RequestLog Log => _app.Services.GetRequiredService<RequestLog>();
    public ServerHealthChecklistOptions Options
        => _app.Services.GetRequiredService<IOptions<ServerHealthChecklistOptions>>().Value;

    public static async Task<TestApp> Start(
        Action<WebApplication> map,
        Action<ServerHealthChecklistOptions>? options = null,
        Action<WebApplicationBuilder>? build = null,
        string environment = "Development")
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddServerHealthChecklist(options);
        build?.Invoke(builder);
        var app = builder.Build();
        app.UseServerHealthChecklist();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    /// <summary>Sends a measured GET, and returns the answer and its vitals from the JSON.</summary>
    public async Task<(HttpResponseMessage Answer, JsonNode Vitals)> MeasureAsync(
        string path, string? acceptEncoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Checklist", "on");
        if (acceptEncoding is not null) request.Headers.Add("Accept-Encoding", acceptEncoding);
        var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer, await Vitals(answer.Headers.GetValues("Checklist-Request").Single()));
    }

    /// <summary>
    /// Reads a request's vitals. The checklist waits two seconds for them, but a busy machine may take longer.
    /// </summary>
    public async Task<JsonNode> Vitals(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        for (var deadline = DateTime.UtcNow + Timeout; ;)
        {
            using var answer = await Client.GetAsync($"/checklist/requests/{id}", cancellationToken);
            if (answer.StatusCode == HttpStatusCode.NotFound && DateTime.UtcNow < deadline) continue;
            return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken))!;
        }
    }

    /// <summary>
    /// Collects the values that an instrument of this application records, until the result is disposed.
    /// </summary>
    public IDisposable Record<T>(string instrument, out List<RecordedValue<T>> values)
        where T : struct
    {
        var collected = values = [];
        var factory = _app.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (i, l) =>
            {
                if (i.Name == instrument && ReferenceEquals(i.Meter.Scope, factory)) l.EnableMeasurementEvents(i);
            },
        };
        listener.SetMeasurementEventCallback<T>((_, value, tags, _) =>
        {
            lock (collected) collected.Add(new(value, tags.ToArray().ToDictionary()));
        });
        listener.Start();
        return listener;
    }

    public static Task WaitUntilAsync(Func<bool> condition) => WaitUntilAsync(() => Task.FromResult(condition()));

    public static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow + Timeout;
        while (!await condition() && DateTime.UtcNow < deadline)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>One recorded value of an instrument.</summary>
public sealed record RecordedValue<T>(T Value, IReadOnlyDictionary<string, object?> Tags);
