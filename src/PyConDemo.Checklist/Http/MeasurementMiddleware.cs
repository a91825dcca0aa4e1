using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace PyConDemo.Checklist.Http;

/// <summary>Measures requests: a recorder counts their commands, and a wrapped body counts their bytes.</summary>
internal sealed class MeasurementMiddleware(RequestDelegate next, AccessPolicy policy, MeasurementServices services)
{
    public Task InvokeAsync(HttpContext context)
    {
        var (isMeasured, tracker) = FailSafe.Get((policy, context), static x => Decide(x.policy, x.context));
        return isMeasured ? MeasureAsync(context, tracker) : next(context);
    }

    private static (bool IsMeasured, RequestTracker? Tracker) Decide(AccessPolicy policy, HttpContext context)
        => (policy.ShouldMeasure(context.Request, out var tracker) && !IsMeasured(context), tracker);

    // The middleware can be in the pipeline twice: once by the application and once by a collector of a test run.
    private static bool IsMeasured(HttpContext context)
        => context.Features.Get<IHttpResponseBodyFeature>() is CountingBody;

    private async Task MeasureAsync(HttpContext context, RequestTracker? tracker)
    {
        if (RequestMeasurement.TryStart(context, services, tracker) is not { } measurement)
        {
            await next(context);
            return;
        }
        UnhealthyRequestException? raised = null;
        try
        {
            await next(context);
            measurement.RaiseIfUnhealthy(); // the answer has no body
            await measurement.FlushAsync(); // bytes that a handler left in the pipe belong to the body and to its time
        }
        catch (UnhealthyRequestException error) when (!context.Response.HasStarted)
        {
            raised = error;
        }
        finally
        {
            measurement.Finish();
        }
        if (raised is not null) await RaisedAnswer.WriteAsync(context, raised);
    }
}

internal sealed record MeasurementServices(
    IOptions<ServerHealthChecklistOptions> Options, OwnClock Clock, RouteRegistry Routes,
    RequestLog Log, RequestEvaluator Evaluator, CallSites Sites, IWebHostEnvironment Environment)
{
    public TimeProvider Time => Clock.Time;
    public bool IsDevelopment { get; } = Environment.IsDevelopment();
}
