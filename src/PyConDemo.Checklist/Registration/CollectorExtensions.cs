using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using PyConDemo.Checklist.Pipeline;

// The framework's namespace, so that an application needs no using.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a collector to the applications of a test run.</summary>
public static class HealthCollectorServiceExtensions
{
    /// <summary>Measures every request to this application, in every environment and without limits, and collects the
    /// results. Answers get no additional headers.</summary>
    /// <remarks>The application needs no checklist of its own. Its data source does: without
    /// `UseServerHealthChecklist()` on the builder, rules that need rows or parameters say "not seen".</remarks>
    public static IServiceCollection AddHealthCollector(this IServiceCollection services, HealthCollector collector)
    {
        services.AddServerHealthChecklist();
        services.PostConfigure<ServerHealthChecklistOptions>(options => options.IsCollected = true);
        services.AddSingleton<IStartupFilter>(Host);
        services.AddSingleton<IHostedService>(Host);
        return services;

        CollectedHost Host(IServiceProvider provider) => new(collector, provider.GetRequiredService<RequestLog>());
    }
}
