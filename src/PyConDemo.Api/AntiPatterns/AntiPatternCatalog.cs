using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.AntiPatterns;

/// <summary>The only list of anti-patterns, in the talk's order. Folders, routes, tests and races follow it.</summary>
public static class AntiPatternCatalog
{
    private const string ReportBody = """{"month":"2025-03"}""";

    public static IReadOnlyList<AntiPattern> All { get; } = At(DemoScale.Medium);

    /// <summary>The list with examples and dials that fit the data of <paramref name="scale"/>.</summary>
    public static IReadOnlyList<AntiPattern> At(DemoScale scale)
    {
        var orders = scale switch // the same numbers as in seed/01-pins.sql
        {
            DemoScale.Small => 10_000,
            DemoScale.Twice => 20_000,
            DemoScale.Medium => 1_000_000,
            DemoScale.Large => 10_000_000,
            _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, null),
        };
        // As many as the scale seeds, but only 50,000 of the large scale's 500,000, because a race refills the queue
        // before every pair of blocks.
        var jobs = Math.Min(50_000, orders / 5);
        var pages = orders / 50;
        // The talk's page, after 500,000 orders. With less data it is the page in the middle.
        var deepPage = Math.Min(10_001, pages / 2 + 1);

        return
        [
            new(Slug: "long-requests", Title: "Long request cycles",
                Symptom: "One report takes a moment; twenty at once, and everybody waits.",
                Checklist: "Offload long work to background workers.",
                Lanes:
                [
                    new("bad", "POST", "/bad/reports", ReportBody),
                    new("good", "POST", "/good/reports", ReportBody),
                    new(Lane.Yours, "POST", "/yours/reports", ReportBody),
                ],
                Dial: new("load", "reports a second", "Reports per second", Default: 5, Min: 1, Max: 100)),
            new(Slug: "offset-pagination", Title: "OFFSET pagination",
                Symptom: string.Create(
                    CultureInfo.InvariantCulture, $"Page 1 is fast. Page {deepPage:N0} keeps the database busy."),
                Checklist: "Page with a keyset cursor, not with OFFSET.",
                Lanes:
                [
                    new("bad", "GET", $"/bad/orders?page={deepPage}&size=50"),
                    new("good", "GET", "/good/orders?size=50"),
                    new(Lane.Yours, "GET", $"/yours/orders?page={deepPage}&size=50"),
                ],
                Dial: new("page", "pages", "Page number", Default: deepPage, Min: 1, Max: pages)),
            new(Slug: "n-plus-one", Title: "N+1 queries",
                Symptom: "No query is slow, and yet the page slows down as the list grows.",
                Checklist: "Load what you loop over eagerly: no query per row.",
                Lanes:
                [
                    new("bad", "GET", "/bad/posts?size=100"),
                    new("good", "GET", "/good/posts?size=100"),
                    new("projected", "GET", "/good/posts/projected?size=100",
                        Step: "It reads only the columns that are shown."),
                    new(Lane.Yours, "GET", "/yours/posts?size=100"),
                ],
                Dial: new("size", "posts", "Posts in the list", Default: 100, Min: 1, Max: 1_000)),
            new(Slug: "hot-aggregations", Title: "Hot-path aggregations",
                Symptom: "The dashboard counts all orders again, on every page view.",
                Checklist: "Cache or precompute heavy statistics.",
                Lanes:
                [
                    new("bad", "GET", "/bad/dashboard"),
                    new("good", "GET", "/good/dashboard"),
                    new("cached", "GET", "/good/dashboard/cached", Step: "It keeps the answer in memory for a second."),
                    new(Lane.Yours, "GET", "/yours/dashboard"),
                ],
                // Demo__Scale changes it.
                Dial: new("orders", "rows", "Orders in the database", Default: orders, Min: 10_000, Max: orders)),
            new(Slug: "fat-payloads", Title: "Fat payloads",
                Symptom: "A list of 50 products weighs 4 MB, and every reader waits for it again.",
                Checklist: "Send the fields that are shown, compressed; serve images by address.",
                Lanes:
                [
                    new("bad", "GET", "/bad/products?size=50"),
                    new("good", "GET", "/good/products?size=50"),
                    new(Lane.Yours, "GET", "/yours/products?size=50"),
                ],
                Dial: new("size", "products", "Products in the list", Default: 50, Min: 1, Max: 200)),
            new(Slug: "row-locking", Title: "Multiple row locking",
                Symptom: "Eight workers drain the queue no faster than one: seven of them wait.",
                Checklist: "Don't lock many rows at once: small batches and SKIP LOCKED.",
                Lanes:
                [
                    new("bad", "POST", "/bad/jobs/claim?batch=50"),
                    new("good", "POST", "/good/jobs/claim?batch=50"),
                    new("leased", "POST", "/good/jobs/claim/leased?batch=50",
                        Step: "It commits the claim before the work, and a lease replaces the lock."),
                    new(Lane.Yours, "POST", "/yours/jobs/claim?batch=50"),
                ],
                Dial: new("pending", "jobs in the queue", "Jobs in the queue", Default: jobs, Min: 50, Max: 2 * jobs)),
        ];
    }
}
