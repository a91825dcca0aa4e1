using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Http;

/// <summary>Decides which requests are measured, and which may read the results.</summary>
internal sealed class AccessPolicy(
    IOptions<ServerHealthChecklistOptions> options, IWebHostEnvironment environment, RequestTrackers trackers,
    RouteRegistry routes, ChecklistEndpoint endpoint)
{
    public const string Header = "Checklist";

    private readonly bool _always = options.Value.Always;
    private readonly bool _all = options.Value.MeasuresAll;
    private readonly PathString _root = options.Value.Path;
    private readonly bool _development = environment.IsDevelopment();

    // Requests without a route share one limit, because the number of paths is unlimited.
    private readonly RateLimit _unroutedLimit = routes.CreateRateLimit();

    /// <summary>Every request asks this, so it is two branches if the checklist is off.</summary>
    /// <param name="tracker">The measurement whose client sent the request; null if there is none.</param>
    public bool ShouldMeasure(HttpRequest request, out RequestTracker? tracker)
    {
        tracker = null;
        var header = _development || trackers.Any ? request.Headers[Header] : default;
        if (header.Count == 0 && !_always && !_all) return false;
        if (endpoint.IsFor(request.HttpContext, _root)) return false;
        if (header.Count > 0) tracker = trackers.Find(header.ToString());
        return tracker is not null || _all
            || (_development && string.Equals(header, "on", StringComparison.OrdinalIgnoreCase))
            || (_always && LimitOf(request).TryAcquire());
    }

    public async ValueTask<bool> MayRead(HttpContext context)
    {
        if (options.Value.Policy is not { } name) return _development;
        var services = context.RequestServices;
        var policies = services.GetService<IAuthorizationPolicyProvider>();
        var policy = policies is null ? null : await policies.GetPolicyAsync(name);
        if (policy is null)
            throw new InvalidOperationException($"Checklist:Policy names '{name}', an unknown authorization policy.");

        // The checklist runs before the application's own authentication, so it authenticates the caller itself.
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var caller = await evaluator.AuthenticateAsync(policy, context);
        return (await evaluator.AuthorizeAsync(policy, caller, context, resource: context)).Succeeded;
    }

    private RateLimit LimitOf(HttpRequest request)
        => request.HttpContext.GetEndpoint() is { } endpoint && RouteName.Of(endpoint) is not null
            ? routes.Get(request.Method, endpoint, "").RateLimit
            : _unroutedLimit;
}
