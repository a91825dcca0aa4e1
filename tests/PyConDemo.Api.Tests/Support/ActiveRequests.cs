using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace PyConDemo.Api.Tests.Support;

/// <summary>How many requests one program has taken in and not yet answered, from ASP.NET Core's own meter.</summary>
public sealed class ActiveRequests : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _active;

    public ActiveRequests(DemoApp app)
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
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _active, change));
        _listener.Start();
    }

    /// <summary>Returns when there are so many, or fails after half a minute.</summary>
    public Task UntilAsync(long count, CancellationToken cancel)
        => Eventually.TrueAsync(() => Task.FromResult(Interlocked.Read(ref _active) == count), $"{count} active requests", cancel);

    public void Dispose() => _listener.Dispose();
}
