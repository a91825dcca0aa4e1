using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist.Http;

/// <summary>One request under measurement: from its arrival until the client has it all.</summary>
internal sealed class RequestMeasurement : IDisposable
{
    private readonly MeasurementServices _services;
    private readonly IDisposable? _listening;
    private readonly CountingBody _body;
    private readonly DateTimeOffset _startedAt;
    private RouteState? _route;
    private Task _judged = Task.CompletedTask;

    public RequestMeasurement(HttpContext context, MeasurementServices services, Measurement? tracker)
    {
        (Context, _services) = (context, services);
        var verdict = new Completion();
        tracker?.AddRequest(Id, verdict.Task);
        services.Log.Start(Id, verdict);
        _listening = services.Listen();
        _startedAt = services.Time.GetUtcNow();
        CurrentRecorder.Value = Recorder = new Recorder(Route.Key, Id, tracker?.Recorder, services.Options.MaxShapes, services.Time);
        _body = new CountingBody(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), this);
        context.Features.Set<IHttpResponseBodyFeature>(_body);
        context.Response.OnStarting(static measurement =>
        {
            FailSafe.Run((RequestMeasurement)measurement, static e => e._services.Headers.Write(e));
            return Task.CompletedTask;
        }, this);
        context.Response.OnCompleted(static measurement => ((RequestMeasurement)measurement).OnCompleted(), this);
    }

    public string Id { get; } = RequestId.Next();
    public HttpContext Context { get; }
    public Endpoint? Endpoint => Context.GetEndpoint();
    public Recorder Recorder { get; }

    /// <summary>The request's own span, for events.</summary>
    public Activity? Span { get; } = Activity.Current;

    /// <summary>Its route; found anew, as a middleware may send a request elsewhere.</summary>
    public RouteState Route => _route = _services.Board.Get(
        Context.Request.Method, (Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? Context.Request.Path, _route);

    public TimeSpan Elapsed => Since(_services.Time.GetTimestamp());

    /// <summary>The time outside SQL until the first body byte, or the end.</summary>
    public TimeSpan? AppTime { get; private set; }

    /// <summary>What it cost; null until the work is done.</summary>
    public MeasuredRequest? Vitals { get; private set; }

    public ReadOnlyMemory<byte> BodyStart => _body.Start;

    public Task Flush() => _body.Flush(Context.RequestAborted);

    /// <summary>The first body byte is about to leave; answers with the timestamp.</summary>
    public long OnFirstByte()
    {
        var now = _services.Time.GetTimestamp();
        AppTime = TimeOutsideSql(now);
        return now;
    }

    /// <summary>The work is done, and what it cost is known.</summary>
    public void Finish(bool failed)
    {
        if (failed) Context.Features.Set(_body.Inner); // whoever answers the exception is not measured any more
        Recorder.Close();
        _listening?.Dispose();
        var now = _services.Time.GetTimestamp();
        var bytes = HttpMethods.IsHead(Context.Request.Method) ? 0 : _body.Bytes;
        Vitals = new(Recorder)
        {
            Id = Id,
            Route = Route.Route,
            Method = Route.Method,
            Status = failed && !Context.Response.HasStarted ? 500 : Context.Response.StatusCode,
            StartedAt = _startedAt,
            TotalTime = Since(now),
            FirstByteTime = _body.FirstByte is { } at ? Since(at) : null,
            Bytes = bytes,
            BytesBeforeCompression = bytes,
        };
        AppTime ??= TimeOutsideSql(now);
    }

    // Judged once the client has it all: before, the end of a small body would leave in a packet of its own.
    private Task OnCompleted()
    {
        FailSafe.Run(this, static measurement => measurement._judged = measurement.Vitals is null ? Task.CompletedTask : measurement._services.Judge.EvaluateAsync(measurement));
        Dispose();
        // Not awaited: a plan that is looked for must not keep the connection waiting.
        if (_judged.IsCompleted) _services.Log.Complete(Id);
        else _ = _judged.ContinueWith(_ => _services.Log.Complete(Id), TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public void Dispose() => _body.Dispose();

    private TimeSpan TimeOutsideSql(long now) => Since(now) - Recorder.BusyTime(now) is { Ticks: > 0 } time ? time : TimeSpan.Zero;

    private TimeSpan Since(long now) => _services.Time.GetElapsedTime(Recorder.StartTimestamp, now);
}
