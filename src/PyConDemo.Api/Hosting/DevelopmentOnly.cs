namespace PyConDemo.Api.Hosting;

/// <summary>Answers 404 outside of Development, for routes that show the program's internals or break it on purpose.
/// </summary>
public sealed class DevelopmentOnly(IHostEnvironment environment) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => environment.IsDevelopment()
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem(statusCode: StatusCodes.Status404NotFound));
}
