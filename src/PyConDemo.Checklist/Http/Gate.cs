using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist.Http;

/// <summary>Who may switch the checklist on, and who may read what it saw.</summary>
internal sealed class Gate(
    IOptions<ServerHealthChecklistOptions> options, IWebHostEnvironment environment, OpenExams exams, RouteBoard board)
{
    public const string Header = "Checklist";
    private readonly bool _always = options.Value.Always;
    private readonly bool _development = environment.IsDevelopment();
    private readonly Ration _unrouted = board.NewRation(); // paths have no end, so they share one

    /// <summary>Whether to examine this request. Asked for every one: two branches when the checklist is off.</summary>
    /// <param name="request">The request.</param>
    /// <param name="follower">The exam that sent it, by its id: nobody outside this process knows one.</param>
    public bool Examines(HttpRequest request, out Exam? follower)
    {
        follower = null;
        var header = _development || exams.Any ? request.Headers[Header] : default;
        if (header.Count == 0) return _always && RationOf(request).TryTake();
        follower = exams.Find(header.ToString());
        return follower is not null || (_development && string.Equals(header, "on", StringComparison.OrdinalIgnoreCase))
            || (_always && RationOf(request).TryTake());
    }

    private Ration RationOf(HttpRequest request) => request.HttpContext.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern }
        ? board.Of(request.Method, pattern, null).Ration : _unrouted;

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
