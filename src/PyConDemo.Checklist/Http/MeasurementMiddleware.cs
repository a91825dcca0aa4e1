using Microsoft.AspNetCore.Http;

namespace PyConDemo.Checklist.Http;

/// <summary>Measures requests: a recorder counts their commands, and a wrapped body counts their bytes.</summary>
internal sealed class MeasurementMiddleware(RequestDelegate next, AccessPolicy policy, MeasurementServices services)
{
    public Task InvokeAsync(HttpContext context)
        => policy.ShouldMeasure(context.Request, out var tracker) ? MeasureAsync(context, tracker) : next(context);

    private async Task MeasureAsync(HttpContext context, RequestTracker? tracker)
    {
        var measurement = new RequestMeasurement(context, services, tracker);
        var failed = true;
        try
        {
            await next(context);
            await measurement.FlushAsync(); // bytes that a handler left in the pipe belong to the body and to its time
            failed = false;
        }
        finally
        {
            measurement.Finish(failed);
        }
    }
}
