using Microsoft.Extensions.DependencyInjection.Extensions;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;

namespace PyConDemo.CheckedApi;

/// <summary>The services that the judge adds to the API, and those that it removes.</summary>
internal static class JudgeServices
{
    /// <summary>The environment variable with the names of the background services to keep, separated by commas.
    /// Without the others, all that PostgreSQL gets from this process is for a request.</summary>
    public const string Background = "PYCONDEMO_BACKGROUND";

    public static void Add(IServiceCollection services)
    {
        var (clock, gate) = (new MovableClock(), new WorkGate());
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        services.AddSingleton(gate);
        services.Replace(ServiceDescriptor.Singleton<HashingWork, SeenHashingWork>());
        services.AddSingleton<ReportRenderer>();
        services.Replace(ServiceDescriptor.Singleton<IReportRenderer>(
            provider => new SeenRenderer(provider.GetRequiredService<ReportRenderer>(), gate)));
        services.AddSingleton<IStartupFilter>(new JudgeRoutes(clock, gate));

        var kept = Environment.GetEnvironmentVariable(Background)?.Split(',') ?? [];
        foreach (var service in services.Where(service => IsBackground(service) && !IsKept(service)).ToArray())
            services.Remove(service);

        bool IsKept(ServiceDescriptor service) => kept.Contains(service.ImplementationType?.Name);
    }

    private static bool IsBackground(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType)
            ?.Namespace?.StartsWith(typeof(AntiPatternCatalog).Namespace!, StringComparison.Ordinal) is true;
}
