using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Http;

/// <summary>One request under examination.</summary>
internal sealed class RequestExam : IDisposable
{
    private readonly HttpContext _context;
    private readonly ExamServices _services;
    private readonly Exam _exam;
    private readonly TaskCompletionSource _judged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IHttpResponseBodyFeature _sent;
    private readonly CountingBody _body;
    private readonly string _id = Guid.CreateVersion7().ToString("n");
    private readonly DateTimeOffset _startedAt;
    private readonly long _start;
    private readonly Activity? _span = Activity.Current;
    private TimeSpan? _appTime;
    private RequestVitals? _request;

    public RequestExam(HttpContext context, ExamServices services, Exam? follower)
    {
        (_context, _services) = (context, services);
        follower?.Follows(_id, _judged.Task);
        services.Log.Expect(_id, _judged.Task);
        (_startedAt, _start) = (services.Time.GetUtcNow(), services.Time.GetTimestamp());
        _exam = new Exam($"{Method} {Route} ({_id})", RouteBoard.Key(Method, Route), services.Options.MaxShapes, services.Time, follower?.Recorder);
        _sent = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _body = new CountingBody(_sent, FirstByte);
        context.Features.Set<IHttpResponseBodyFeature>(_body);
        context.Response.OnStarting(static state =>
        {
            Guarded.Run(((RequestExam)state).WriteHeaders);
            return Task.CompletedTask;
        }, this);
        context.Response.OnCompleted(static state => ((RequestExam)state).Completed(), this);
    }

    private TimeSpan Elapsed => _services.Time.GetElapsedTime(_start);
    private TimeSpan AppTime => Elapsed - _exam.Recorder.BusyTime is { Ticks: > 0 } time ? time : TimeSpan.Zero;
    private string Method => _context.Request.Method;
    private string Route => (_context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? _context.Request.Path;

    public Task Flush() => _body.Flush(_context.RequestAborted);

    /// <summary>The work is done, and what it cost is known.</summary>
    public void Finish(bool failed)
    {
        _context.Features.Set(_sent);
        _exam.End();
        _request = new()
        {
            Id = _id,
            Route = Route,
            Method = Method,
            Status = failed && !_context.Response.HasStarted ? 500 : _context.Response.StatusCode,
            StartedAt = _startedAt,
            TotalTime = Elapsed,
            FirstByteTime = _body.FirstByte is { } at ? _services.Time.GetElapsedTime(_start, at) : null,
            Bytes = HttpMethods.IsHead(Method) ? 0 : _body.Bytes,
            Vitals = _exam.Vitals,
        };
        _appTime ??= AppTime;
    }

    // Once the client has it all: judged before, the end of a small body would leave in a packet of its own.
    private Task Completed()
    {
        var asked = false;
        Guarded.Run(() =>
        {
            if (_request is not null) Judge(_request);
            asked = _request is not null;
        });
        if (!asked) _judged.TrySetResult(); // nobody may wait for ever
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _body.Dispose();
        _exam.End();
    }

    private void Judge(RequestVitals request)
    {
        var body = BodyReader.Read(_context.Response.Headers, request.Bytes, HttpMethods.IsHead(Method) ? default : _body.Beginning);
        request = request with { BytesBeforeCompression = body.BytesBeforeCompression };
        var (times, share) = _services.Board.Arrived(Method, request.Route, _appTime!.Value, request.Vitals.Shapes.Any(s => s.Shape.Aggregates));
        var facts = Facts() with { Body = body, AppTimes = times, AggregatedShare = share };
        _services.Verdicts.Judge(new(request, facts, Rules(), _span, _judged));
    }

    private long FirstByte()
    {
        _appTime = AppTime;
        return _services.Time.GetTimestamp();
    }

    private RouteRules Rules() => RouteRules.Of(_services.Options, Route, _context.GetEndpoint());

    private RequestFacts Facts() => new()
    {
        Method = Method,
        AcceptsCompression = AcceptEncoding.HasCompression(_context.Request.Headers.AcceptEncoding),
    };

    // What is proven now, and what earlier requests proved; the body and the habit come later.
    private void WriteHeaders()
    {
        var headers = _context.Response.Headers;
        if (_services.Options.ServerTiming) ServerTiming.Write(headers, _exam.Vitals, Elapsed);
        headers[ServerTiming.RequestHeader] = _id;
        if (!_services.Options.FindingsHeader) return;
        var vitals = _exam.Vitals;
        // Nearly every request: nothing that a rule could find by now, so none is asked.
        var now = vitals.Shapes.Any(s => s.Shape.IsSuspicious || s.Shape.ChangesRows || s.Singles > 1) || vitals.LockWaits.Count > 0 ? Broken(vitals) : [];
        var broken = HealthRules.All.Intersect(_services.Board.Broken(Method, Route).Concat(now)).ToList();
        if (broken.Count > 0) headers[ServerTiming.FindingsHeader] = string.Join(", ", broken);
    }

    private IEnumerable<string> Broken(Vitals vitals)
    {
        var evidence = new Evidence { Vitals = vitals, Request = Facts(), Plan = _services.Plans.Known };
        return Checkup.Run(evidence, Route, Rules()).Where(r => r.State == HealthState.Unhealthy).Select(r => r.Rule);
    }
}
