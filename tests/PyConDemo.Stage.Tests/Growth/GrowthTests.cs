using PyConDemo.ApiClient;
using PyConDemo.Stage.Growth;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Tests.Growth;

public class GrowthTests
{
    private static readonly Pattern Posts = new("n-plus-one", "N+1", "", "",
        [new("bad", "GET", "/bad/posts?size=100", null), new("good", "GET", "/good/posts?size=100", null)],
        new("size", "posts", 100, 1, 200));

    [Fact]
    public void A_dial_turns_by_decades_and_ends_at_its_maximum()
        => Assert.Equal([[1, 10, 100, 200], [1], [5, 50, 100]],
            (IEnumerable<IEnumerable<long>>)[Decades.Of(1, 200), Decades.Of(1, 1), Decades.Of(5, 100)]);

    [Fact]
    public void The_report_says_counts_first_and_time_beside()
    {
        var builder = new GrowthReportBuilder(RaceCatalog.Find("n-plus-one"), Posts);
        foreach (var dial in Decades.Of(1, 1000))
        {
            builder.Add(0, Point(dial, commands: dial + 1, ms: 1 + (dial * 0.2)));
            builder.Add(1, Point(dial, commands: 1, ms: 1.2));
        }

        var report = builder.Report(Reports.Facts);
        Assert.Equal(
            "SQL commands: bad linear in the size (1 each), good constant (1). "
            + "Time (ms): bad linear in the size (0.2 each), good constant (1.2).",
            report.Verdict);
        Assert.Equal("SQL commands", report.Measures[0]);
        Assert.DoesNotContain("buffers", report.Measures); // not seen, so not shown
    }

    [Fact]
    public void Load_grows_no_count_but_what_waits_and_fails()
    {
        var reports = Posts with { Slug = "long-requests", Dial = new("load", "reports a second", 5, 1, 100) };
        var builder = new GrowthReportBuilder(RaceCatalog.Find("long-requests"), reports);
        foreach (var dial in Decades.Of(1, 100))
        {
            builder.Add(
                0, Loaded(dial, pages: 20, ms: dial < 100 ? 130 : 5_000, failed: dial < 100 ? 0 : 0.9, backlog: 0));
            builder.Add(1, Loaded(dial, pages: 0, ms: 8, failed: 0, backlog: dial < 10 ? 0 : dial));
        }

        Assert.Equal(
            "Pages rendered before the answer: bad constant (20), good constant (0). "
            + "Backlog (jobs): bad constant (0), good 0 up to load 1, then up to 100. "
            + "Failed (%): bad 0 up to load 10, then up to 90, good constant (0). "
            + "Time (ms): bad 130 up to load 10, then up to 5,000, good constant (8).",
            builder.Report(Reports.Facts).Verdict);
    }

    [Fact]
    public async Task The_request_follows_the_dial()
    {
        using var client = new DemoClient(new Uri("http://127.0.0.1:1"));
        var request = await RaceCatalog.Find("n-plus-one").PrepareRequestAsync(
            client, Posts, Posts.Lane("bad"), 1000, TestContext.Current.CancellationToken);
        Assert.Equal("/bad/posts?size=1000", request.Path);
    }

    private static GrowthPoint Loaded(long dial, long pages, double ms, double failed, long backlog)
        => new(dial, new RequestVitals(3, 0, 1, 5, null, PagesRendered: pages), 100, ms, failed, backlog);

    private static GrowthPoint Point(long dial, long commands, double ms)
        => new(dial, new RequestVitals(commands, dial, 0, ms, null), 100, ms, 0, null);
}
