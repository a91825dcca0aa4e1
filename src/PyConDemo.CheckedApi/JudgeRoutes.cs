using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.AntiPatterns.HotAggregations.Support;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.AntiPatterns.OffsetPagination.Support;
using PyConDemo.WebServer;

namespace PyConDemo.CheckedApi;

/// <summary>Adds the checked lane at /yours/…, and the judge's own routes. The program starts without a lane, so it can
/// be started before the lane is compiled.</summary>
internal sealed class JudgeRoutes(MovableClock clock, WorkGate gate) : IStartupFilter
{
    private volatile RequestDelegate? _lane;

    // Both branches come before the API's pipeline.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(rest => context
            => context.Request.Path.StartsWithSegments("/yours") && _lane is { } lane ? lane(context) : rest(context));
        app.MapWhen(context => context.Request.Path.StartsWithSegments("/judge"), judge =>
        {
            judge.UseRouting();
            judge.UseEndpoints(routes => MapJudge(routes, app));
        });
        next(app);
    };

    private void MapJudge(IEndpointRouteBuilder routes, IApplicationBuilder app)
    {
        routes.MapPost("/judge/lane", (string assembly) =>
        {
            try
            {
                _lane = Serve(CheckedLane.Load(assembly), app);
                return Results.NoContent();
            }
            catch (InvalidOperationException error)
            {
                return Results.Text(error.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
            }
        });
        routes.MapPost("/judge/clock", (double seconds) => clock.Move(TimeSpan.FromSeconds(seconds)));
        routes.MapGet("/judge/memory", () => GC.GetTotalMemory(forceFullCollection: true));
        routes.MapPost("/judge/work/hold", (int skip, int count) => gate.Hold(skip, count));
        routes.MapPost("/judge/work/release", gate.Release);
        routes.MapPost("/judge/work/fail", (string name) => gate.Fail(name));
        routes.MapGet("/judge/work", gate.Seen);
    }

    /// <summary>The lane with the same middleware as a lane of the API.</summary>
    private static RequestDelegate Serve(CheckedLane lane, IApplicationBuilder app)
    {
        var branch = app.New();
        branch.UseRouting();
        branch.UseProblemResponses();
        branch.Use(ThrownException.TellAsync);
        branch.UseRouteCompression();
        branch.UseEndpoints(routes => Map(routes.MapGroup("/yours"), lane));
        return branch.Build();
    }

    // Each route has the same filters as the API's own.
    private static void Map(RouteGroupBuilder routes, CheckedLane lane) => _ = lane.Name switch
    {
        "LongRequests" => routes.MapPost("/reports", lane.Handler).AddEndpointFilter(RetryAfterHeader.Write),
        "OffsetPagination" => routes.MapGet("/orders", lane.Handler).AddEndpointFilter(LinkHeader.Write),
        "NPlusOne" => routes.MapGet("/posts", lane.Handler),
        "HotAggregations" => routes.MapGet("/dashboard", lane.Handler).AddEndpointFilter(AgeHeader.Write),
        "FatPayloads" => routes.AddWeakETags().MapGet("/products", lane.Handler),
        "RowLocking" => routes.MapPost("/jobs/claim", lane.Handler),
        _ => throw new InvalidOperationException($"There is no lane {lane.Name}."),
    };
}
