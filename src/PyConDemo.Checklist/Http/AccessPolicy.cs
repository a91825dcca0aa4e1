using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Http;

/// <summary>Who may switch the checklist on, and who may read what it saw.</summary>
internal sealed class AccessPolicy(
    IOptions<ServerHealthChecklistOptions> options, IWebHostEnvironment environment, OpenMeasurements measurements, RouteRegistry board)
{
    public const string Header = "Checklist";
    private readonly bool _always = options.Value.Always;
    private readonly bool _development = environment.IsDevelopment();
    private readonly RateLimit _unrouted = board.CreateRateLimit(); // paths have no end, so they share one

    /// <summary>Whether to measure this request. Asked for every one: two branches when the checklist is off.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tracker">The measurement that sent it, by its id: nobody outside this process knows one.</param>
    public bool ShouldMeasure(HttpRequest request, out Measurement? tracker)
    {
        tracker = null;
        var header = _development || measurements.Any ? request.Headers[Header] : default;
        if (header.Count == 0) return _always && RateLimitOf(request).TryAcquire();
        tracker = measurements.Find(header.ToString());
        return tracker is not null || (_development && string.Equals(header, "on", StringComparison.OrdinalIgnoreCase))
            || (_always && RateLimitOf(request).TryAcquire());
    }

    private RateLimit RateLimitOf(HttpRequest request) => request.HttpContext.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern }
        ? board.Get(request.Method, pattern, null).RateLimit : _unrouted;

    public async ValueTask<bool> MayRead(HttpContext context)
    {
        if (options.Value.Policy is not { } name) return _development;
        var services = context.RequestServices;
        var policy = services.GetService<IAuthorizationPolicyProvider>() is { } policies ? await policies.GetPolicyAsync(name) : null;
        if (policy is null) throw new InvalidOperationException($"The authorisation policy '{name}' of Checklist:Policy does not exist.");
        // The checklist stands before the app's own authentication, so it authenticates by itself.
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var who = await evaluator.AuthenticateAsync(policy, context);
        return (await evaluator.AuthorizeAsync(policy, who, context, resource: context)).Succeeded;
    }
}
