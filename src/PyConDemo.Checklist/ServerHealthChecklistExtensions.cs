using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist;

/// <summary>Adds the Server Health Checklist to an application.</summary>
public static class ServerHealthChecklistExtensions
{
    /// <summary>Registers the checklist; a bad setting stops the application at its start.</summary>
    public static IServiceCollection AddServerHealthChecklist(
        this IServiceCollection services, Action<ServerHealthChecklistOptions>? configure = null)
    {
        services.AddOptions<ServerHealthChecklistOptions>()
            .Configure<IServiceProvider>((o, sp) => sp.GetService<IConfiguration>()?.GetSection("Checklist").Bind(o))
            .Configure(configure ?? (_ => { }))
            .Validate(o => o.MeasurementsPerSecond is >= 1 and <= 1_000_000, "Checklist:MeasurementsPerSecond must be 1 to 1,000,000.")
            .Validate(o => o.KeptRequests is >= 1 and <= 100_000, "Checklist:KeptRequests must be 1 to 100,000.")
            .Validate(o => o.MaxShapes is >= 1 and <= 10_000, "Checklist:MaxShapes must be 1 to 10,000.")
            .Validate(o => o.Path.Length > 1 && o.Path[0] == '/', "Checklist:Path must be a path below the root, such as /checklist.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestLog>();
        services.TryAddSingleton<RouteRegistry>();
        services.TryAddSingleton<PlanCache>();
        services.TryAddSingleton<OpenMeasurements>();
        services.TryAddSingleton<Reporter>();
        services.TryAddSingleton<RuleRunner>();
        services.TryAddSingleton<MeasurementServices>();
        services.TryAddSingleton<AccessPolicy>();
        services.TryAddSingleton<IServerHealthChecklist, ServerHealthChecklist>();
        services.AddLogging();
        services.AddMetrics();
        // Not AddAuthorization: it would put a middleware into the program's pipeline. Who names a policy has added it.
        return services;
    }

    /// <summary>Measures requests from here on inwards: put it first, so that bytes are counted after compression.</summary>
    public static IApplicationBuilder UseServerHealthChecklist(this IApplicationBuilder app)
        => app.UseMiddleware<PagesMiddleware>().UseMiddleware<MeasurementMiddleware>();

    /// <summary>Silences a rule on these endpoints: `app.MapGet(…).SuppressHealthRule(HealthRules.FatPayloads, "a full export")`.</summary>
    /// <inheritdoc cref="Suppression(string, string, string)"/>
    public static TBuilder SuppressHealthRule<TBuilder>(this TBuilder endpoints, string rule, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        var silenced = new Suppression("", rule, reason);
        endpoints.Add(endpoint => endpoint.Metadata.Add(silenced));
        return endpoints;
    }
}
