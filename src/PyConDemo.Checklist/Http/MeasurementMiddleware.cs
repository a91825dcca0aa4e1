namespace PyConDemo.Checklist.Http;

/// <summary>Measures requests: a recorder counts their commands, and a wrapped body counts their bytes.</summary>
internal sealed class MeasurementMiddleware(RequestDelegate next, AccessPolicy policy, MeasurementServices services)
{
    public Task InvokeAsync(HttpContext context)
        => policy.ShouldMeasure(context.Request, out var tracker) ? MeasureAsync(context, tracker) : next(context);

    private async Task MeasureAsync(HttpContext context, RequestTracker? tracker)
    {
        var measurement = new RequestMeasurement(context, services, tracker);
        try
        {
            await next(context);
            await measurement.FlushAsync(); // bytes that a handler left in the pipe belong to the body and to its time
        }
        finally
        {
            measurement.Finish();
        }
    }
}

internal sealed record MeasurementServices(
    IOptions<ServerHealthChecklistOptions> Options, TimeProvider Time, RouteRegistry Routes, RequestLog Log,
    RequestEvaluator Evaluator) : IDisposable
{
    // A permanent listener costs every command something. A listener per measurement costs more than the rest of the
    // measurement, because every activity source is notified. Above this rate, the permanent one is cheaper.
    private const int MaxListenersPerSecond = 1_000;

    private readonly IDisposable? _permanentListener =
        Options.Value is { Always: true, MeasurementsPerSecond: > MaxListenersPerSecond }
            ? CommandListener.Listen()
            : null;

    /// <summary>Listens to commands until the result is disposed; null if a permanent listener exists.</summary>
    public IDisposable? Listen() => _permanentListener is null ? CommandListener.Listen() : null;

    public void Dispose() => _permanentListener?.Dispose();
}
