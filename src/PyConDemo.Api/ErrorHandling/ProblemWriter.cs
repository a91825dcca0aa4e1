using System.Diagnostics;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>Writes every error as problem+json. ASP.NET Core's own writer writes none for a client whose Accept names
/// another format, such as a browser. RFC 9110 (12.5.1) lets a server ignore Accept, and an error must be readable.
/// </summary>
public sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        context.ProblemDetails.Status ??= response.StatusCode;
        var problem = TypedResults.Problem(context.ProblemDetails).ProblemDetails; // with the status's type and title
        problem.Extensions.TryAdd("traceId", Activity.Current?.Id ?? context.HttpContext.TraceIdentifier);
        await response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json");
    }
}
