using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Tests.Fakes;

/// <summary>
/// Answers like the demo's API. Its lanes wait for a chosen time, with a limit on concurrent requests.
/// </summary>
public sealed class FakeDemo
{
    public FakeLane Bad { get; init; } = new(TimeSpan.FromMilliseconds(60), MaxConcurrent: 4, Commands: 101);
    public FakeLane Good { get; init; } = new(TimeSpan.FromMilliseconds(2), MaxConcurrent: 4, Commands: 1);

    /// <summary>A copy of bad, as it is shipped. It pages by number.</summary>
    public FakeLane Yours { get; init; } = new(TimeSpan.FromMilliseconds(60), MaxConcurrent: 4, Commands: 101);

    /// <summary>A next step. Only offset-pagination has one.</summary>
    public FakeLane Leased { get; init; } = new(TimeSpan.FromMilliseconds(2), MaxConcurrent: 4, Commands: 1);

    public bool Optimized { get; init; } = true;
    public IReadOnlyList<string> Slugs { get; init; } = [.. RaceCatalog.Slugs];
    public string GoodAnswer { get; init; } = """{"items":[{"id":1,"name":"a"}],"next":"x"}""";

    /// <summary>Maps more routes.</summary>
    public Action<WebApplication> More { get; init; } = _ => { };

    private long _resets;
    private long _cursorsAsked;

    public long Resets => _resets;
    public long CursorsAsked => _cursorsAsked;

    public Task<FakeServer> StartAsync() => FakeServer.StartAsync(Map);

    private void Map(WebApplication app)
    {
        var instance = Guid.NewGuid().ToString();
        app.MapGet("/health/ready", () => "ready");
        app.MapGet("/bystander", () => "1");
        app.MapGet("/demo/patterns", () => Slugs.Select(slug => new Pattern(slug, slug, "It is slow.", "Don't.",
            [
                new("bad", "GET", "/bad/orders?page=201&size=50", null),
                new("good", "GET", "/good/orders?after=c&size=50", null),
                .. slug == "offset-pagination" ? Steps : [],
                new("yours", "GET", "/yours/orders?page=201&size=50", null),
            ],
            new PatternDial("page", "pages", 201, 1, 1000))));
        app.MapGet("/vitals", () => new Vitals(
            instance, "1.0.0+fake", Optimized, "small", 1, Environment.TickCount64 / 1e5, 1000, 0, 1, 0, 0,
            new PostgresVitals("15.0", null), 0));
        app.MapGet(
            "/demo/orders/cursor",
            (long row) => { Interlocked.Increment(ref _cursorsAsked); return new { cursor = $"after-{row}" }; });
        app.MapPost("/demo/jobs/reset", (long pending) => { Interlocked.Increment(ref _resets); return pending; });
        app.MapGet("/checklist/requests/{id}", (int id) => new
        {
            Commands = id,
            RowsRead = 50,
            RowsAffected = 0,
            SqlMs = 1,
            Bytes = 100,
            Shapes = Array.Empty<string>(),
            Rules = Array.Empty<string>(),
        });
        More(app);
        MapLane(app, "/bad/orders", Bad, """{"items":[{"id":1,"name":"a"}],"prev":"y"}""");
        MapLane(app, "/good/orders", Good, GoodAnswer);
        MapLane(app, "/good/orders/leased", Leased, GoodAnswer);
        MapLane(
            app, "/yours/orders", Yours, """{"items":[{"id":1,"name":"a"}],"next":"/yours/orders?page=2&size=50"}""");
    }

    private static readonly PatternLane[] Steps =
        [new("leased", "GET", "/good/orders/leased?after=c&size=50", null, "It commits before the work.")];

    private static void MapLane(WebApplication app, string path, FakeLane lane, string answer)
    {
        var slots = new SemaphoreSlim(lane.MaxConcurrent);
        app.MapGet(path, async (HttpContext context) =>
        {
            await slots.WaitAsync(context.RequestAborted);
            try
            {
                await Task.Delay(lane.Takes, context.RequestAborted);
            }
            finally
            {
                slots.Release();
            }

            if (context.Request.Headers.ContainsKey("Checklist"))
                context.Response.Headers["Checklist-Request"] = $"{lane.Commands}";
            return Results.Text(answer, "application/json");
        });
    }
}

/// <summary>A lane that only waits, for at most so many requests at once.</summary>
public sealed record FakeLane(TimeSpan Takes, int MaxConcurrent, int Commands);
