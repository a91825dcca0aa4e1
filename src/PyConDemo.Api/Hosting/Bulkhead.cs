using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PyConDemo.Api.ErrorHandling;

namespace PyConDemo.Api.Hosting;

/// <summary>Limits the requests that each lane runs at once, so an overloaded lane can't take all database connections
/// and so can't make the other routes fail. It is off by default, because the bad lanes shall show what happens without
/// it. Thread-safe.</summary>
public sealed class Bulkhead(
    DemoSettings settings, NpgsqlDataSource db, EndpointDataSource endpoints, TimeProvider clock)
{
    /// <summary>How long a request may wait for its turn. Then it gets a 503.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly string[] LanePrefixes = ["/bad/", "/good/", "/yours/"];

    private volatile bool _isSwitchedOn;

    public bool IsOn => _isSwitchedOn || settings.Bulkhead;

    /// <summary>The limits of each lane. All lanes together leave some of the connections to other routes.</summary>
    public LaneLimits Limits => field ??= LaneLimits.Share(DatabaseExtensions.MaxPoolSize(db), Lanes.Count);

    /// <summary>The route patterns of all lanes, next steps included.</summary>
    public IReadOnlySet<string> Lanes => field ??= endpoints.Endpoints
        .OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern.RawText!)
        .Where(route => LanePrefixes.Any(prefix => route.StartsWith(prefix, StringComparison.Ordinal)))
        .ToHashSet();

    /// <param name="on">False has no effect on <see cref="IsOn"/> if the setting is true.</param>
    public void Switch(bool on) => _isSwitchedOn = on;

    /// <summary>The limiter of the request's lane. Requests of other routes have none.</summary>
    public RateLimitPartition<string> Of(HttpContext context)
        => context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } && Lanes.Contains(route)
            ? RateLimitPartition.Get(route, _ => CreateLimiter())
            : RateLimitPartition.GetNoLimiter("");

    private QueueTimeLimiter CreateLimiter() => new(
        new ConcurrencyLimiter(new() { PermitLimit = Limits.Running, QueueLimit = Limits.Waiting }), LongestWait, clock);
}

/// <summary>How many requests of one lane may run at once, and how many more may wait.</summary>
public sealed record LaneLimits(int Running, int Waiting)
{
    /// <summary>Connections for the bystander, /demo and the background services.</summary>
    public const int Reserved = 20;

    /// <summary>Gives each lane the same share of the pool. A lane may always run one request, even if a pool is too
    /// small for that.</summary>
    public static LaneLimits Share(int poolSize, int lanes)
    {
        var share = Math.Max(1, (poolSize - Reserved) / lanes);
        var running = (share + 1) / 2;
        return new(running, share - running);
    }
}

/// <summary>Puts the bulkhead in front of the lanes.</summary>
public static class BulkheadExtensions
{
    public static void AddBulkhead(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Bulkhead>();
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<Bulkhead>((options, bulkhead) =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(bulkhead.Of);
            options.OnRejected = async (rejected, _) => await rejected.HttpContext.AnswerUnavailableAsync(
                $"This route is overloaded: {bulkhead.Limits.Running} requests of it may run at once.",
                retryAfterSeconds: 1);
        });
    }

    /// <summary>While the bulkhead is off, a request only reads a flag here.</summary>
    public static void UseBulkhead(this WebApplication app)
    {
        var bulkhead = app.Services.GetRequiredService<Bulkhead>();
        IApplicationBuilder builder = app;
        builder.Use(next =>
        {
            // Not UseWhen, which makes the limiters at once. Their timers wake an idle process twenty times per second.
            var limited = new Lazy<RequestDelegate>(() =>
            {
                var branch = builder.New();
                branch.UseRateLimiter();
                branch.Run(next);
                return branch.Build();
            });
            return context => bulkhead.IsOn ? limited.Value(context) : next(context);
        });
    }
}
