using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace PyConDemo.Checklist.Http;

/// <summary>Examines a request: its commands by the exam, its bytes by a body that counts.</summary>
internal sealed class ExamMiddleware(
    RequestDelegate next, Gate gate, RequestLog log, IOptions<ServerHealthChecklistOptions> options, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context) => gate.Examines(context.Request) ? Examine(context) : next(context);

    private async Task Examine(HttpContext context)
    {
        var (startedAt, start) = (time.GetUtcNow(), time.GetTimestamp());
        var id = Guid.CreateVersion7().ToString("n");
        var sent = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var body = new CountingBody(sent, () => time.GetElapsedTime(start));
        await using var exam = new Exam(context.Request.Path, options.Value.MaxShapes, time);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        if (options.Value.ServerTiming)
            context.Response.OnStarting(() =>
            {
                ServerTiming.Write(context.Response.Headers, id, exam.Vitals, time.GetElapsedTime(start));
                return Task.CompletedTask;
            });

        var failed = true;
        try
        {
            await next(context);
            // What a handler left in the pipe belongs to the body, and leaves before the middle of nowhere closes it.
            await body.Writer.FlushAsync(context.RequestAborted);
            failed = false;
        }
        finally
        {
            context.Features.Set(sent);
            log.Add(new()
            {
                Id = id,
                Route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path,
                Method = context.Request.Method,
                Status = failed && !context.Response.HasStarted ? 500 : context.Response.StatusCode,
                StartedAt = startedAt,
                TotalTime = time.GetElapsedTime(start),
                FirstByteTime = body.FirstByte,
                Bytes = HttpMethods.IsHead(context.Request.Method) ? 0 : body.Bytes,
                Vitals = exam.Vitals,
            });
        }
    }
}
