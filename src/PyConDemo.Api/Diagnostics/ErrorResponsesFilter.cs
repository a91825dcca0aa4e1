using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PyConDemo.Api.Diagnostics;

/// <summary>Adds the statuses that follow from a route: from what it reads and returns, and from who may call it.
/// A test sends generated requests to every route, and allows only the statuses that are listed.</summary>
public sealed class ErrorResponsesFilter : IOperationFilter
{
    private const string ProblemType = "application/problem+json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        operation.Responses ??= [];
        foreach (var status in StatusesOf(operation, context))
        {
            var response = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status) };
            if (status >= 400)
            {
                var schema = context.SchemaGenerator.GenerateSchema(typeof(ProblemDetails), context.SchemaRepository);
                response.Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [ProblemType] = new OpenApiMediaType { Schema = schema },
                };
            }

            operation.Responses.TryAdd($"{status}", response);
        }
    }

    private static IEnumerable<int> StatusesOf(OpenApiOperation operation, OperationFilterContext context)
    {
        var (path, method) = ($"/{context.ApiDescription.RelativePath}", context.ApiDescription.HttpMethod);
        var isForDemo = path.StartsWith("/demo/", StringComparison.Ordinal);
        var isFile = context.MethodInfo.ReturnType.ToString().Contains(nameof(FileStreamHttpResult));
        var hasTag = context.MethodInfo.IsDefined(typeof(WeakETagAttribute));

        yield return 400; // for a bad value, and for a Host that is not ours
        if (isForDemo) yield return 401;
        if (isForDemo || method != "GET") yield return 403; // for another site's page, and for strangers
        if (isForDemo || path.Contains('{')) yield return 404;
        if (operation.RequestBody is not null) foreach (var status in (int[])[408, 413, 415]) yield return status;
        if (isFile) foreach (var status in (int[])[206, 416]) yield return status;
        if (isFile || hasTag) foreach (var status in (int[])[304, 412]) yield return status;
        if (!ReadinessGate.IsOpen(path)) yield return 503;
    }
}
