using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PyConDemo.Checklist.Http;

namespace PyConDemo.Checklist;

/// <summary>Adds the Server Health Checklist to an application.</summary>
public static class ServerHealthChecklistExtensions
{
    private const string Section = "Checklist";

    /// <summary>Registers the checklist. A bad setting stops the application at its start.</summary>
    public static IServiceCollection AddServerHealthChecklist(
        this IServiceCollection services, Action<ServerHealthChecklistOptions>? configure = null)
    {
        services.AddOptions<ServerHealthChecklistOptions>()
            .Configure<IServiceProvider>(BindSection)
            .Configure(configure ?? (_ => { }))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestLog>();
        services.TryAddSingleton<RouteRegistry>();
        services.TryAddSingleton<PlanCache>();
        services.TryAddSingleton<RequestTrackers>();
        services.TryAddSingleton<Reporter>();
        services.TryAddSingleton<RequestEvaluator>();
        services.TryAddSingleton<MeasurementServices>();
        services.TryAddSingleton<AccessPolicy>();
        services.TryAddSingleton<IServerHealthChecklist, ServerHealthChecklist>();
        services.AddLogging();
        services.AddMetrics();
        // Not AddAuthorization, which would add a middleware. A program that names a policy has called it.
        return services;
    }

    /// <summary>Measures requests from here on in the pipeline. Call it first, so that bytes are counted after
    /// compression. Only an error handler comes earlier, so that it sees the errors of the checklist's pages.</summary>
    public static IApplicationBuilder UseServerHealthChecklist(this IApplicationBuilder app)
        => app.UseMiddleware<PagesMiddleware>().UseMiddleware<MeasurementMiddleware>();

    /// <summary>Lets the checklist see the parameters and rows of this data source's commands, whichever library sends
    /// them. It costs nothing while no measurement runs.</summary>
    /// <param name="builder">The data source's builder.</param>
    /// <param name="enrichCommand">Your own enrichment of commands: Npgsql accepts only one callback.</param>
    /// <param name="enrichBatch">The same for a batch.</param>
    public static NpgsqlDataSourceBuilder UseServerHealthChecklist(
        this NpgsqlDataSourceBuilder builder, Action<Activity, NpgsqlCommand>? enrichCommand = null,
        Action<Activity, NpgsqlBatch>? enrichBatch = null)
    {
        var isOwn = false;
        return builder.ConfigureTracing(tracing =>
        {
            if (isOwn) return; // the checklist's own data source is not traced
            // This runs in Build(), when the builder is complete.
            isOwn = true;
            MonitoringConnections connections;
            try
            {
                connections = new(builder);
            }
            finally
            {
                isOwn = false;
            }

            tracing.ConfigureCommandEnrichmentCallback((activity, command) =>
            {
                CommandListener.Enrich(activity, command, connections);
                enrichCommand?.Invoke(activity, command);
            });
            tracing.ConfigureBatchEnrichmentCallback((activity, batch) =>
            {
                CommandListener.Enrich(activity, batch, connections);
                enrichBatch?.Invoke(activity, batch);
            });
        });
    }

    /// <summary>Suppresses a rule on these endpoints, for instance
    /// `app.MapGet(…).SuppressHealthRule(HealthRules.FatPayloads, "a full export")`.</summary>
    /// <inheritdoc cref="Suppression(string, string, string)"/>
    public static TBuilder SuppressHealthRule<TBuilder>(this TBuilder endpoints, string rule, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        var suppression = new Suppression("", rule, reason);
        endpoints.Add(endpoint => endpoint.Metadata.Add(suppression));
        return endpoints;
    }

    // Not BindConfiguration: it fails in a test's service collection that has no configuration, and it answers an
    // unknown name with a bare InvalidOperationException.
    private static void BindSection(ServerHealthChecklistOptions options, IServiceProvider services)
    {
        try
        {
            services.GetService<IConfiguration>()?.GetSection(Section)
                .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException error)
        {
            throw new OptionsValidationException(
                Section, typeof(ServerHealthChecklistOptions), [$"{Section}: {error.Message}"]);
        }
    }
}
