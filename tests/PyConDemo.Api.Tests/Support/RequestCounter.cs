using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// How many requests one program has taken in, and how many of all it has ended, from ASP.NET Core's own meter. The two are counted
/// apart: a request whose answer came before the counting may still end during it.
/// </summary>
public sealed class RequestCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _begun;
    private long _ended;

    public RequestCounter(DemoApp app)
    {
        // Every program of this process has a meter of that name; the factory tells them apart.
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "http.server.active_requests" && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            if (change > 0)
            {
                Interlocked.Increment(ref _begun);
            }
            else
            {
                Interlocked.Increment(ref _ended);
            }
        });
        _listener.Start();
    }

    public Task BegunAsync(long count, CancellationToken cancellationToken)
        => Eventually.TrueAsync(() => Task.FromResult(Interlocked.Read(ref _begun) >= count), $"{count} requests have begun", cancellationToken);

    public Task EndedAsync(long count, CancellationToken cancellationToken)
        => Eventually.TrueAsync(() => Task.FromResult(Interlocked.Read(ref _ended) >= count), $"{count} requests have ended", cancellationToken);

    public void Dispose() => _listener.Dispose();
}
