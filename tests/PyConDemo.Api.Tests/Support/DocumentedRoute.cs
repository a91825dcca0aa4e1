using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace PyConDemo.Api.Tests.Support;

/// <summary>A route of the running program that the OpenAPI document must have.</summary>
public sealed partial record DocumentedRoute(string Method, string Path, RouteEndpoint Endpoint)
{
    public MethodInfo Handler => Endpoint.Metadata.GetRequiredMetadata<MethodInfo>();

    /// <summary>Every route with a handler that doesn't hide from the document.</summary>
    public static List<DocumentedRoute> AllOf(EndpointDataSource source) =>
    [
        .. from endpoint in source.Endpoints.OfType<RouteEndpoint>()
           where endpoint.Metadata.GetMetadata<MethodInfo>() is not null
           where endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true
           from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
           select new DocumentedRoute(method, PathOf(endpoint), endpoint),
    ];

    /// <summary>The route's part of the document.</summary>
    public JsonElement In(JsonElement document)
        => document.GetProperty("paths").GetProperty(Path).GetProperty(Method.ToLowerInvariant());

    /// <summary>The handler's parameters from the request's path and query.</summary>
    public IEnumerable<ParameterInfo> Parameters
        => Handler.GetParameters().Where(parameter => IsInPath(parameter) || IsText(parameter.ParameterType));

    public bool IsInPath(ParameterInfo parameter) => Endpoint.RoutePattern.GetParameter(parameter.Name!) is not null;

    public override string ToString() => $"{Method} {Path}";

    private static string PathOf(RouteEndpoint endpoint)
        => WithoutConstraints().Replace(endpoint.RoutePattern.RawText!, "{$1}").TrimEnd('/');

    private static bool IsText(Type type) => (Nullable.GetUnderlyingType(type) ?? type).GetInterfaces()
        .Any(known => known.IsGenericType && known.GetGenericTypeDefinition() == typeof(IParsable<>));

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex WithoutConstraints();
}
