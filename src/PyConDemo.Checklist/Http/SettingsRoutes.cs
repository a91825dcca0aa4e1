using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Http;

/// <summary>Warns of settings for routes that the application does not have: they are probably misspelt.</summary>
internal sealed class SettingsRoutes(
    IServiceProvider services, IOptions<ServerHealthChecklistOptions> options, Reporter reporter)
{
    /// <summary>Checks when all endpoints are known.</summary>
    public void CheckWhenStarted() => services.GetService<IHostApplicationLifetime>()?.ApplicationStarted
        .Register(() => FailSafe.Run(this, static settings => settings.Check()));

    private void Check()
    {
        var named = Named().ToList();
        if (named.Count == 0) return;
        if (services.GetService<EndpointDataSource>()?.Endpoints is not { Count: > 0 } endpoints) return;
        foreach (var (name, reference) in named)
            if (!endpoints.Any(e => IsFor(reference, e))) reporter.LogUnknownRoute(name);
    }

    // A name without a slash can be a measurement's.
    private IEnumerable<(string Name, RouteReference Reference)> Named()
        => options.Value.RouteRules.Select(r => (r.Name, r.Route))
            .Concat(options.Value.Suppressions.Select(s => (s.Route, s.Reference)))
            .Where(n => n.Item1.Contains('/')).DistinctBy(n => n.Item2);

    private static bool IsFor(RouteReference reference, Endpoint endpoint)
    {
        if (RouteName.Of(endpoint) is not { } route || !route.Keys.Contains(reference.Key)) return false;
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        return reference.Method is null || methods is null or [] || methods.Contains(reference.Method);
    }
}
