using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace PyConDemo.Checklist.Http;

/// <summary>The page as an endpoint of the application, whose authorization then applies to it.</summary>
internal sealed class ChecklistEndpoint
{
    private const string Rest = "rest";

    /// <summary>True if the application has mapped the page, so that the middleware must not answer.</summary>
    public bool IsMapped { get; private set; }

    public IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string path)
    {
        IsMapped = true;
        return endpoints.Map($"{path.TrimEnd('/')}/{{**{Rest}}}", Serve)
            .WithDisplayName("Server Health Checklist")
            .WithMetadata(this);
    }

    /// <summary>True for requests to the mapped page: reading the results must not change them.</summary>
    public bool IsFor(HttpContext context, PathString root) => IsMapped
        && (context.GetEndpoint()?.Metadata.GetMetadata<ChecklistEndpoint>() is not null
            || context.Request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));

    private static Task Serve(HttpContext context)
    {
        PathString rest = context.Request.RouteValues[Rest] is string { Length: > 0 } value ? $"/{value}" : "";
        var path = (context.Request.PathBase + context.Request.Path).Value!.TrimEnd('/');
        PathString root = path[..^rest.Value!.TrimEnd('/').Length];
        return context.RequestServices.GetRequiredService<ChecklistPages>().ServeAsync(context, root, rest);
    }
}
