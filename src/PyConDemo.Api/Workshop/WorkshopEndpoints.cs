using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.Workshop;

/// <summary>
/// Routes for the workshop's checker: it changes the data, and it counts the queue. They exist only on the checker's
/// own data (Demo:Seed is not 0), so that the demo's data stays unchanged. In Development, for local callers.
/// </summary>
public static class WorkshopEndpoints
{
    public static void MapWorkshop(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<DemoSettings>().Seed == 0) return;

        var routes = app.MapGroup("/demo/workshop").WithTags("demo").AddEndpointFilter<LocalCallersOnly>();

        routes.MapPost("/change", DataChange.Apply);
        routes.MapDelete("/change", DataChange.Undo);
        routes.MapGet("/jobs", JobStates.Get);
    }
}
