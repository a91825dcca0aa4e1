using System.Net;
using System.Net.Http.Json;
using Npgsql;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.QueryPlans;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.QueryPlans;

public sealed class PlanTests(SmallApp small) : IClassFixture<SmallApp>
{
    public static TheoryData<string, string> Lanes
    {
        get
        {
            var lanes = new TheoryData<string, string>();
            foreach (var pattern in AntiPatternCatalog.All)
            {
                // The cached lane rarely sends a statement.
                foreach (var lane in pattern.Ours().Where(lane => lane.Name != "cached"))
                {
                    lanes.Add(pattern.Slug, lane.Name);
                }
            }

            return lanes;
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Lanes))]
    public async Task Every_lane_is_explained(string slug, string lane)
    {
        var plans = await PlansAsync(slug, lane);

        Assert.NotEmpty(plans);
        Assert.All(
            plans.Where(plan => plan.Sql.StartsWith("SELECT", StringComparison.Ordinal)),
            plan => Assert.Null(plan.Error));
        Assert.Contains(plans, plan => plan.Root is not null);
        Assert.DoesNotContain(plans, plan => plan.Error?.StartsWith("PostgreSQL", StringComparison.Ordinal) == true);
        Assert.All(plans.Where(plan => plan.Root is not null), plan =>
        {
            Assert.Single(plan.Root!.All(), node => node.Costliest);
            Assert.InRange(plan.Root.All().Sum(node => node.Buffers), 0, plan.Buffers);
        });
    }

    [Fact]
    public async Task A_deep_OFFSET_reads_and_throws_away()
    {
        var plan = Assert.Single(await PlansAsync("/bad/orders?page=101&size=50"));

        Assert.Equal("Limit", plan.Root!.Node);
        Assert.Equal(5_000, plan.Root.Removed);
        Assert.False(plan.Root.Costliest);
        var scan = Assert.Single(plan.Root.All(), node => node.Costliest);
        Assert.Equal(("Index Scan", "orders", 5_000 + plan.Rows), (scan.Node, scan.On, scan.Rows));
        Assert.Equal(plan.Buffers, scan.Buffers);
        Assert.InRange(plan.Buffers, 50, 5_100);
    }

    [Fact]
    public async Task The_same_page_by_a_cursor_touches_a_few_pages()
        => Assert.InRange(Assert.Single(await PlansAsync("/good/orders?size=50")).Buffers, 1, 60);

    [Fact]
    public async Task A_statement_that_was_sent_100_times_is_explained_once()
    {
        var plans = await PlansAsync("/bad/posts?size=100");
        Assert.Equal([1, 100], plans.Select(plan => plan.Count));
        Assert.Equal([100, 1], plans.Select(plan => plan.Rows));
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("good")]
    public async Task A_claim_is_explained_and_nothing_changes(string lane)
    {
        var id = await MeasureAsync("row-locking", lane);
        var before = await JobsAsync();
        var pending = await ScalarAsync<long>("SELECT count(*) FROM jobs WHERE status = 'pending'");

        var claim = (await PlansOfAsync(id))[0];

        Assert.Null(claim.Error);
        Assert.Equal(lane == "bad" ? pending : 50, claim.RowsLocked);
        Assert.Equal(50, claim.Rows);
        Assert.Equal(before, await JobsAsync());
    }

    [Fact]
    public async Task A_statement_without_a_plan_says_so()
    {
        var plans = await PlansAsync("long-requests", "good");

        var notify = Assert.Single(plans, plan => plan.Sql.StartsWith("NOTIFY", StringComparison.Ordinal));
        Assert.Equal("NOTIFY has no plan.", notify.Error);
        Assert.Null(notify.Root);
    }

    [Fact]
    public async Task A_lock_that_is_held_is_not_waited_for()
    {
        var id = await MeasureAsync("row-locking", "bad");
        await using var holder = await HeldTransaction.AfterAsync(
            small.App.ConnectionString, "SELECT id FROM jobs WHERE status = 'pending' FOR UPDATE", Cancel);

        var claim = (await PlansOfAsync(id))[0];

        Assert.Contains("lock timeout", claim.Error, StringComparison.Ordinal);
        Assert.Null(claim.Root);
    }

    [Fact]
    public async Task An_unknown_request_is_not_found()
        => Assert.Equal(
            HttpStatusCode.NotFound, (await small.Client.GetAsync("/demo/requests/nothing/plans", Cancel)).StatusCode);

    private async Task<IReadOnlyList<StatementPlan>> PlansAsync(string slug, string lane)
        => await PlansOfAsync(await MeasureAsync(slug, lane));

    private async Task<IReadOnlyList<StatementPlan>> PlansAsync(string path)
        => await PlansOfAsync(await MeasureAsync(new HttpRequestMessage(HttpMethod.Get, path)));

    private async Task<IReadOnlyList<StatementPlan>> PlansOfAsync(string id)
    {
        var answer = await small.Client.GetFromJsonAsync<RequestPlans>($"/demo/requests/{id}/plans", Cancel);
        Assert.Equal(id, answer!.Id);
        return answer.Plans;
    }

    private Task<string> MeasureAsync(string slug, string lane) => MeasureAsync(AntiPatternCatalog.All
        .Single(pattern => pattern.Slug == slug).Lanes.Single(candidate => candidate.Name == lane).ToRequest());

    private async Task<string> MeasureAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Add("Checklist", "on");
            using var response = await small.Client.SendAsync(request, Cancel);
            response.EnsureSuccessStatusCode();
            return Assert.Single(response.Headers.GetValues("Checklist-Request"));
        }
    }

    private Task<string> JobsAsync()
        => ScalarAsync<string>("SELECT md5(string_agg(jobs::text, ',' ORDER BY id)) FROM jobs");

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(small.App.ConnectionString);
        return await source.ScalarAsync<T>(sql, Cancel);
    }
}
