using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace PyConDemo.Checklist.Http;

/// <summary>Measures one request, from its arrival until the client has the whole answer.</summary>
internal sealed class RequestMeasurement : IDisposable
{
    private readonly MeasurementServices _services;
    private readonly RequestTracker? _tracker;
    private readonly CountingBody _body;
    private readonly DateTimeOffset _startedAt;
    private readonly string _method, _path; // as the client sent them: a middleware may shorten or rewrite the path
    private IDisposable? _listener;
    private Routed? _routed; // replaced as a whole, because parallel commands ask for it
    private TimeSpan? _firstByteTime;
    private TimeSpent? _end;
    private bool _raises;
    private Task _evaluation = Task.CompletedTask;

    // It changes nothing that others see, so nothing remains of it if it fails.
    private RequestMeasurement(HttpContext context, MeasurementServices services, RequestTracker? tracker)
    {
        (Context, _services, _tracker) = (context, services, tracker);
        (_method, _path) = (context.Request.Method, context.Request.Path.Value ?? "");
        _raises = services.Options.Value.Raise;
        _startedAt = services.Time.GetUtcNow();
        Recorder = new Recorder(
            Describe, Id, services.Sites, tracker?.Recorder, services.Options.Value.MaxShapes, services.Time);
        _body = new CountingBody(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), this);
    }

    public RequestId Id { get; } = RequestId.Next();
    public HttpContext Context { get; }

    /// <summary>The endpoint that did the work.</summary>
    public Endpoint? Endpoint => FindRouted().Endpoint;

    public Recorder Recorder { get; }
    public Activity? Span { get; } = Activity.Current;

    /// <summary>The request's route. A middleware may re-route a request.</summary>
    public RouteState Route
    {
        get
        {
            var routed = FindRouted();
            return routed.Route ??= _services.Routes.Get(_method, routed.Endpoint, _path);
        }
    }

    /// <summary>What the time was spent on until the answer's headers were sent; null until then.</summary>
    public TimeSpent? Times { get; private set; }

    /// <summary>The messages of a gRPC call; null for other requests.</summary>
    public GrpcCall? Grpc { get; private set; }

    /// <summary>The result; null until the handler has finished.</summary>
    public MeasuredRequest? Result { get; private set; }

    /// <summary>Starts to measure a request. The caller's flow is measured from here on.</summary>
    /// <returns>Null if that failed. Then the request's features are as before.</returns>
    public static RequestMeasurement? TryStart(
        HttpContext context, MeasurementServices services, RequestTracker? tracker)
    {
        var measurement = FailSafe.Get(
            (context, services, tracker), static x => new RequestMeasurement(x.context, x.services, x.tracker));
        if (measurement is null || FailSafe.Run(measurement, static m => m.Start())) return measurement;
        measurement.Detach();
        services.Log.Complete(measurement.Id);
        return null;
    }

    public ReadOnlyMemory<byte> ReadBodyStart() => _body.ReadStart();

    /// <summary>Sends the bytes that a handler left in the pipe. If that fails, the server gets the same error, so it
    /// is hidden here.</summary>
    public Task FlushAsync() => _body.HasBytesInPipe
        ? FailSafe.RunAsync(_body, static body => body.FlushAsync())
        : Task.CompletedTask;

    public void OnFirstByte() => FailSafe.Run(this, static m => m._firstByteTime = m.Recorder.Age);

    /// <summary>The program completed the answer. It may work on after that, and nobody waits for it.</summary>
    public void EndAnswer() => FailSafe.Run(this, static m => m._end ??= m.Spent());

    /// <summary>The answer is about to start. In the raise mode, a finding makes the request fail instead.</summary>
    /// <exception cref="UnhealthyRequestException">A rule is broken.</exception>
    public void RaiseIfUnhealthy()
    {
        if (!_raises) return;
        _raises = false; // an error handler's answer must not fail again
        // An error of the program itself must not be hidden by a finding.
        if (Context.Response is { HasStarted: true } or { StatusCode: >= StatusCodes.Status400BadRequest }) return;
        var findings = FailSafe.Get(this, static m => m._services.Evaluator.FindBeforeAnswer(m));
        if (findings is { Count: > 0 }) throw new UnhealthyRequestException(Route.Key, findings);
    }

    /// <summary>What the rules may know about the request. Before its end, some facts are unknown.</summary>
    public RequestFacts GetFacts() => new(Context.Request.Method, AcceptsCompression: false)
    {
        Stream = StreamKind.Find(this),
        Times = Result?.Times,
        LaterAppTime = Result is null || IsDownload() ? TimeSpan.Zero : _end!.App - Result.Times.App,
        IsOk = Context.Response.StatusCode == StatusCodes.Status200OK,
        FailedWith = Context.Response.StatusCode is >= StatusCodes.Status400BadRequest and var status ? status : 0,
        IsEmpty = Result is { Bytes: 0 } && Context.Response.StatusCode
            is StatusCodes.Status200OK or StatusCodes.Status204NoContent or StatusCodes.Status304NotModified,
    };

    public void Finish()
    {
        FailSafe.Run(this, static m => m.End());
        FailSafe.Run(this, static m => m.Recorder.Close()); // again, because the end may have failed before
        Detach();
    }

    public void Dispose() => _body.Dispose();

    // After an error in here, Detach undoes the start. It leaves the request's body alone, so that one is wrapped when
    // nothing else can fail.
    private void Start()
    {
        _services.Log.Start(Id);
        _listener = CommandListener.Listen();
        Context.Features.Set<IHttpResponseBodyFeature>(_body);
        if (Context.Response.HasStarted) StartAnswer(); // by an earlier middleware, so the headers are gone
        else Context.Response.OnStarting(static measurement => ((RequestMeasurement)measurement).OnStarting(), this);
        Context.Response.OnCompleted(static measurement => ((RequestMeasurement)measurement).OnCompleted(), this);
        if (Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }) MeasureRequestBody();
        _tracker?.RequestIds.Enqueue(Id);
        Recorder.Current.Value = Recorder;
    }

    private void Detach()
    {
        Context.Features.Set(_body.Inner); // an error page is not part of the measurement
        _listener?.Dispose();
    }

    private void End()
    {
        StartAnswer(); // it had no body
        _end ??= Spent();
        Recorder.Close();
        var now = _services.Time.GetTimestamp();
        var bytes = HttpMethods.IsHead(Context.Request.Method) ? 0 : _body.Bytes;
        Result = new(Recorder)
        {
            RequestId = Id,
            Route = Route.Route,
            Method = Route.Method,
            StartedAt = _startedAt,
            TotalTime = Since(now),
            FirstByteTime = _firstByteTime,
            Times = Times!,
            Bytes = bytes,
            BytesBeforeCompression = bytes,
        };
    }

    // A download has begun with its first byte, and its end depends on the network.
    private bool IsDownload()
        => BodyReader.IsDownload(Context.Response.Headers)
            || (Context.Response.ContentType is { } type && !BodyType.Of(type).IsText);

    private Task OnStarting()
    {
        FailSafe.Run(this, static m =>
        {
            m.StartAnswer();
            MeasurementHeaders.Write(m, m._services);
        });
        return Task.CompletedTask;
    }

    // The rules run after the whole answer. Earlier, a small body's end would be sent in its own packet.
    private Task OnCompleted()
    {
        FailSafe.Run(this, static m =>
        {
            if (m.Result is null) return;
            m.Result.Status = m.Context.Response.StatusCode;
            m._evaluation = m._services.Evaluator.EvaluateAsync(m);
        });
        Dispose();
        // Nobody awaits it, because a missing plan must not keep the connection waiting.
        if (_evaluation.IsCompleted) _services.Log.Complete(Id, Result);
        else _ = _evaluation.ContinueWith(_ => _services.Log.Complete(Id, Result), TaskScheduler.Default);
        return Task.CompletedTask;
    }

    // A routed request doesn't ask its context again: the command that needs the name can run beside the handler.
    private string Describe() => _services.Routes.Describe(_method, _routed?.Endpoint ?? Endpoint, _path);

    // At the end it is kept, because an error handler may take the endpoint from the context.
    private Routed FindRouted()
    {
        var known = Volatile.Read(ref _routed);
        if (Result is not null && known is not null) return known;
        var current = Context.GetEndpoint();
        // After an error page, the context still has the page's endpoint, and nothing tells what was before it.
        if (known is not null && current is not null && ReferenceEquals(known.Current, current)) return known;
        var endpoint = BeforeErrorPage(Context.Features, current);
        known = new(current, endpoint, ReferenceEquals(known?.Endpoint, endpoint) ? known?.Route : null);
        Volatile.Write(ref _routed, known);
        return known;
    }

    private void StartAnswer() => Times ??= Spent();

    private TimeSpent Spent() => Recorder.Times.Until(_services.Time.GetTimestamp());

    // An extended CONNECT has no body: its bytes are the connection's.
    private void MeasureRequestBody()
    {
        if (StreamKind.IsExtendedConnect(Context)) return;
        Grpc = GrpcCall.TryCreate(Context.Request);
        Context.Request.Body = new TimedBody(Context.Request.Body, Recorder.Times, Grpc?.Request);
    }

    private TimeSpan Since(long now) => _services.Time.GetElapsedTime(Recorder.StartTimestamp, now);

    // An error page is executed by the same request, but after the endpoint that did the work. An unknown path has no
    // endpoint, although its error page has one.
    private static Endpoint? BeforeErrorPage(IFeatureCollection features, Endpoint? current)
    {
        if (features.Get<IExceptionHandlerFeature>() is { } error) return error.Endpoint;
        return features.Get<IStatusCodeReExecuteFeature>() is { } page ? page.Endpoint : current;
    }

    /// <param name="current">What the context had.</param>
    private sealed class Routed(Endpoint? current, Endpoint? endpoint, RouteState? route)
    {
        public Endpoint? Current => current;
        public Endpoint? Endpoint => endpoint;
        public RouteState? Route { get; set; } = route;
    }
}
