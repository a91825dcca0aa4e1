using Microsoft.AspNetCore.Http;

namespace PyConDemo.Checklist.Http;

/// <summary>Measures a request: its commands by the measurement, its bytes by a body that counts.</summary>
internal sealed class MeasurementMiddleware(RequestDelegate next, AccessPolicy gate, MeasurementServices services)
{
    public Task InvokeAsync(HttpContext context)
        => gate.ShouldMeasure(context.Request, out var tracker) ? Measure(context, tracker) : next(context);

    private async Task Measure(HttpContext context, Measurement? tracker)
    {
        var measurement = new RequestMeasurement(context, services, tracker);
        var failed = true;
        try
        {
            await next(context);
            await measurement.Flush(); // what a handler left in the pipe is part of the body, and of its time
            failed = false;
        }
        finally
        {
            measurement.Finish(failed);
        }
    }
}
