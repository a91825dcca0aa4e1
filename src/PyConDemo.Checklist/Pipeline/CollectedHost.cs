using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace PyConDemo.Checklist.Pipeline;

/// <summary>One host from which a collector collects. It needs no call in the application's own code.</summary>
internal sealed class CollectedHost(HealthCollector collector, RequestLog log) : IStartupFilter, IHostedService
{
    /// <summary>Puts the checklist first in the pipeline. If the application adds it too, each request is measured
    /// once.</summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        collector.Add(log); // before the first request
        app.UseServerHealthChecklist();
        next(app);
    };

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => collector.StopAsync(log, cancellationToken);
}
