using Microsoft.AspNetCore.Diagnostics;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>Answers exceptions that <see cref="PublicError"/> knows. All others stay a 500 and are logged.</summary>
public sealed class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (PublicError.Of(exception) is not { } error) return false;

        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            var route = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName
                ?? context.Request.Path.ToUriComponent();
            log.LogWarning("{Route} answered 503: {Error}", route, exception.GetBaseException().Message);
            await context.AnswerUnavailableAsync(error.Detail);
        }
        else
        {
            await TypedResults.Problem(error.Detail, statusCode: error.Status).ExecuteAsync(context);
        }

        return true;
    }
}
