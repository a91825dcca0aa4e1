using Microsoft.Extensions.DependencyInjection.Extensions;
using PyConDemo.Checklist;
using PyConDemo.Checklist.Http;

// The framework's namespace, so that an application needs no using.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Server Health Checklist.</summary>
public static class ServerHealthChecklistServiceExtensions
{
    /// <summary>Registers the checklist. A bad setting stops the application at its start.</summary>
    public static IServiceCollection AddServerHealthChecklist(
        this IServiceCollection services, Action<ServerHealthChecklistOptions>? configure = null)
    {
        services.AddOptions<ServerHealthChecklistOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<ServerHealthChecklistOptions>, SettingsReader>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ServerHealthChecklistOptions>, SettingsReader>());
        services.Configure(configure ?? (_ => { }));
        services.TryAddSingleton(new OwnClock(TimeProvider.System));
        services.TryAddSingleton<RequestLog>();
        services.TryAddSingleton<RouteRegistry>();
        services.TryAddSingleton<CallSites>();
        services.TryAddSingleton<PlanCache>();
        services.TryAddSingleton<RequestTrackers>();
        services.TryAddSingleton<Reporter>();
        services.TryAddSingleton<RequestEvaluator>();
        services.TryAddSingleton<MeasurementServices>();
        services.TryAddSingleton<AccessPolicy>();
        services.TryAddSingleton<ChecklistEndpoint>();
        services.TryAddSingleton<ChecklistPages>();
        services.TryAddSingleton<SettingsRoutes>();
        services.TryAddSingleton<IServerHealthChecklist, ServerHealthChecklist>();
        services.AddLogging();
        services.AddMetrics();
        // AddAuthorization would add a middleware. A program that names a policy has called it.
        return services;
    }
}
