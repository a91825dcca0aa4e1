using Dapper;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

public sealed class HotAggregationsTests(TestDatabase db) : RuleTests(db, HealthRules.HotAggregations)
{
    [Theory]
    [InlineData("SELECT count(*) FROM orders")]
    [InlineData("SELECT status, count(*) FROM orders GROUP BY status")]
    [InlineData("WITH sums AS MATERIALIZED (SELECT sum(amount) AS s FROM orders) SELECT s FROM sums")]
    [InlineData("SELECT id, (SELECT sum(amount) FROM orders) FROM authors LIMIT 1")]
    [InlineData("SELECT count(*) FROM orders WHERE amount = 7")] // few rows, but no index: all are read
    public async Task Found_for(string sql)
    {
        var finding = await ExpectFinding(new(c => c.Read(sql)));
        Assert.InRange(finding.Amount, 25_000, 35_000);
    }

    [Fact]
    public Task Found_in_Dapper_with_parameters() => ExpectFinding(new(async c =>
    {
        await using var connection = await c.Open();
        await connection.QuerySingleAsync<long>(
            "SELECT sum(amount) FROM orders WHERE status = @status", new { status = "paid" });
    }));

    [Fact]
    public Task Found_in_EF_Core() => ExpectFinding(new(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        await blog.Database.SqlQuery<int>($"""SELECT amount AS "Value" FROM orders""").CountAsync(c.Cancel);
    }));

    [Theory]
    [InlineData("SELECT count(*) FROM orders WHERE status = 'rare'")]
    [InlineData("SELECT count(*) FROM authors")]
    [InlineData("SELECT max(id) FROM orders")]
    [InlineData("SELECT count(*) FROM (SELECT 1 FROM orders LIMIT 100) few")]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 10")]
    public Task Healthy_for(string sql) => ExpectHealthy(new(c => c.Read(sql)));

    [Fact]
    public Task Not_seen_without_rows() => ExpectNotSeen("SELECT count(*) FROM orders");

    [Fact]
    public Task Healthy_for_a_POST()
        => ExpectHealthy(new(c => c.Read("SELECT count(*) FROM orders")) { Method = "POST" });

    [Fact]
    public Task Healthy_when_most_requests_are_served_from_a_cache()
        => ExpectHealthy(
            new(c => c.Number % 4 == 1 ? c.Read("SELECT count(*) FROM orders") : Task.CompletedTask) { Requests = 4 });

    [Fact]
    public async Task What_writes_is_never_explained()
    {
        var result = await EvaluateAsync(
            new(c => c.Read("WITH gone AS (DELETE FROM jobs WHERE id < 0 RETURNING id) SELECT count(*) FROM gone")));
        Assert.Equal(HealthState.Healthy, result.State);
    }
}
