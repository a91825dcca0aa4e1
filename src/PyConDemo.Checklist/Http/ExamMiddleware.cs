using Microsoft.AspNetCore.Http;

namespace PyConDemo.Checklist.Http;

/// <summary>Examines a request: its commands by the exam, its bytes by a body that counts.</summary>
internal sealed class ExamMiddleware(RequestDelegate next, Gate gate, ExamServices services)
{
    public Task InvokeAsync(HttpContext context)
        => gate.Examines(context.Request, out var follower) ? Examine(context, follower) : next(context);

    private async Task Examine(HttpContext context, Exam? follower)
    {
        var exam = new RequestExam(context, services, follower);
        var failed = true;
        try
        {
            await next(context);
            await exam.Flush(); // what a handler left in the pipe is part of the body, and of its time
            failed = false;
        }
        finally
        {
            exam.Finish(failed);
        }
    }
}
