using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// Counts the requests that one program has begun and ended, with ASP.NET Core's own meter. It counts them separately,
/// because a request that was answered before the counting began may still end during it.
/// </summary>
public sealed class RequestCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _begun;
    private long _ended;

    public RequestCounter(DemoApp app)
    {
        // Every program of this process has a meter of that name. The factory distinguishes them.
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
        => Eventually.TrueAsync(
            () => Task.FromResult(Interlocked.Read(ref _begun) >= count),
            $"{count} requests have begun",
            cancellationToken);

    public Task EndedAsync(long count, CancellationToken cancellationToken)
        => Eventually.TrueAsync(
            () => Task.FromResult(Interlocked.Read(ref _ended) >= count),
            $"{count} requests have ended",
            cancellationToken);

    public void Dispose() => _listener.Dispose();
}
