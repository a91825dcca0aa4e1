using System.Diagnostics;

namespace PyConDemo.CheckedApi;

/// <summary>What the lane's handler threw, and where: for the attendee, in a header of the answer.</summary>
internal static class ThrownException
{
    public const string Header = "Thrown";

    public static async Task TellAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (error is not (BadHttpRequestException or OperationCanceledException))
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Header] = Uri.EscapeDataString(Words(error));
                return Task.CompletedTask;
            });
            throw;
        }
    }

    private static string Words(Exception error)
    {
        var frame = new StackTrace(error, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(frame => frame.GetFileName()?.EndsWith("Yours.cs", StringComparison.Ordinal) is true);
        var place = frame is null ? "" : $" ({Path.GetFileName(frame.GetFileName())}:{frame.GetFileLineNumber()})";
        return $"{error.GetType().Name}: {error.Message}{place}";
    }
}
