using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Checklist.Http;

// The framework's namespace, so that an application needs no using.
namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the Server Health Checklist to an application and its endpoints.</summary>
public static class ServerHealthChecklistApplicationExtensions
{
    /// <summary>Measures requests from here on in the pipeline. Call it first, so that bytes are counted after
    /// compression. Only an error handler comes earlier, so that it sees the errors of the checklist's pages.</summary>
    /// <exception cref="InvalidOperationException">AddServerHealthChecklist was not called.</exception>
    public static IApplicationBuilder UseServerHealthChecklist(this IApplicationBuilder app)
    {
        Service<SettingsRoutes>(app.ApplicationServices).CheckWhenStarted();
        return app.UseMiddleware<PagesMiddleware>().UseMiddleware<MeasurementMiddleware>();
    }

    /// <summary>Maps the page and the JSON as an endpoint at `Checklist:Path`, so that the application's authorization
    /// protects them: `app.MapServerHealthChecklist().RequireAuthorization("operators")`.</summary>
    /// <remarks>Without RequireAuthorization or AllowAnonymous, the endpoint answers in Development only, or as
    /// `Checklist:Policy` says. It measures nothing: call <see cref="UseServerHealthChecklist"/> too.</remarks>
    /// <exception cref="InvalidOperationException">AddServerHealthChecklist was not called.</exception>
    public static IEndpointConventionBuilder MapServerHealthChecklist(this IEndpointRouteBuilder endpoints)
    {
        var options = Service<IOptions<ServerHealthChecklistOptions>>(endpoints.ServiceProvider);
        return Service<ChecklistEndpoint>(endpoints.ServiceProvider).Map(endpoints, options.Value.Path);
    }

    /// <summary>Suppresses a rule on these endpoints, for instance
    /// `app.MapGet(…).SuppressHealthRule(HealthRules.FatPayloads, "a full export")`.</summary>
    /// <inheritdoc cref="Suppression(string, string, string)"/>
    public static TBuilder SuppressHealthRule<TBuilder>(this TBuilder endpoints, string rule, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        var suppression = new SuppressHealthRuleAttribute(rule, reason);
        endpoints.Add(endpoint => endpoint.Metadata.Add(suppression));
        return endpoints;
    }

    private static T Service<T>(IServiceProvider services)
        where T : class
        => services.GetService<SettingsRoutes>() is not null
            ? services.GetRequiredService<T>()
            : throw new InvalidOperationException(
                "The Server Health Checklist is not registered. Call builder.Services.AddServerHealthChecklist() "
                + "before builder.Build().");
}
