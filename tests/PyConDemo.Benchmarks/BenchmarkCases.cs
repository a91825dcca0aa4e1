using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Benchmarks;

/// <summary>Lists the good lanes in talk order.</summary>
internal static class BenchmarkCases
{
    /// <summary>Lanes without a hand-written route, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotCompared = new Dictionary<string, string>
    {
        ["long-requests"] = "nearly all of the route is Hangfire's enqueueing. Without it, it would not be the same "
            + "route, and with it, the two would be the same code",
    };

    public static async Task<IReadOnlyList<BenchmarkCase>> ListAsync(
        Uri api, DemoScale scale, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = api };
        var jobs = AntiPatternCatalog.At(scale).Single(pattern => pattern.Slug == "row-locking").Dial.Default;
        // Every scale has this row.
        var cursor = await client.GetFromJsonAsync<CursorResponse>(
            "/demo/orders/cursor?row=5000", cancellationToken);
        return
        [
            // This route uses no database, so it shows the cost of the middleware.
            new("ping", "", "GET", "/ping") { HasGoal = false },
            new("offset-pagination", "", "GET", $"/good/orders?size=50&after={cursor!.Cursor}"),
            new("n-plus-one", "", "GET", "/good/posts?size=100"),
            new("hot-aggregations", "", "GET", "/good/dashboard"),
            new("fat-payloads", "", "GET", "/good/products?size=50"),
            new("row-locking", "batch=50", "POST", "/good/jobs/claim?batch=50") { Pending = jobs, Batch = 50 },
            // One job per request: the hashing of 50 jobs would hide a difference.
            new("row-locking", "batch=1", "POST", "/good/jobs/claim?batch=1") { Pending = jobs, Batch = 1 },
        ];
    }
}
