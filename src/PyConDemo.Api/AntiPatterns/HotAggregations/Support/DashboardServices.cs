using Microsoft.Extensions.DependencyInjection.Extensions;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>What the good lane needs: the background refresh, and the cache for its second step.</summary>
public static class DashboardServices
{
    public static void AddHotAggregations(this WebApplicationBuilder builder)
    {
        builder.AddSettings<DashboardSettings>("Dashboard");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHybridCache();
        builder.Services.AddSingleton<DashboardRefresher>();
        builder.Services.AddSingleton<DashboardRefreshService>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DashboardRefreshService>());
    }
}
