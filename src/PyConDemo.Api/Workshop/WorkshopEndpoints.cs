using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.Workshop;

/// <summary>
/// What the workshop's checker needs beside the lanes: a world that moves on, and a look at the queue. Only on data of the checker's own
/// (Demo:Seed is not 0), in Development, for callers on this machine: the demo's data stays what it is.
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
