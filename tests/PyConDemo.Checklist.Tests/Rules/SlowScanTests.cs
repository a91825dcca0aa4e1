using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

/// <summary>One slow statement reads many rows to return a few.</summary>
public sealed class SlowScanTests(TestDatabase db) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Slow = "SELECT id FROM orders WHERE is_wanted(id)";

    // It takes 20 ms for each row that it wants, which are ten of 30,000.
    public async ValueTask InitializeAsync()
    {
        await using var function = db.Source.CreateCommand("""
            CREATE OR REPLACE FUNCTION is_wanted(int) RETURNS boolean LANGUAGE plpgsql
                AS 'BEGIN RETURN CASE WHEN $1 % 3000 = 0 THEN pg_sleep(0.02)::text = '''' ELSE false END; END';
            CREATE TABLE IF NOT EXISTS lines AS SELECT n AS id FROM generate_series(1, 10000) n;
            ANALYZE lines
            """);
        await function.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Seen_for_a_sequential_scan()
    {
        var route = await CallAsync(c => c.Read(Slow));
        var seen = route.Observed();
        Assert.Equal((ObservationKinds.SlowScan, "ms", Slow), (seen.Kind, seen.Unit, seen.Statement));
        Assert.InRange(seen.Amount, 200, 60_000);
        Assert.Matches(
            @"^One statement took [\d,]+ ms and read about [23]\d,\d{3} rows of orders to return 10\.$", seen.What);
        Assert.Contains("ON orders (", seen.Fix, StringComparison.Ordinal);
        Assert.StartsWith("RuleCase.cs:", seen.Source, StringComparison.Ordinal);
        // No rule needs this plan, so the rules judge as if it didn't exist.
        Assert.Equal(
            HealthState.Healthy, route.Health.Rules.Single(r => r.Rule == HealthRules.HotAggregations).State);
    }

    [Fact]
    public async Task Names_one_table_of_several()
    {
        var seen = (await CallAsync(c => c.Read(
            "SELECT o.id FROM orders o LEFT JOIN lines l ON l.id = o.amount + 20000 WHERE is_wanted(o.id)")))
            .Observed();
        Assert.Contains(" rows of orders and other tables to return 10.", seen.What, StringComparison.Ordinal);
        Assert.Contains("ON orders (", seen.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT id FROM jobs WHERE id = 1 AND pg_sleep(0.2) IS NOT NULL")] // it waits
    [InlineData("SELECT id FROM orders WHERE is_wanted(CASE WHEN id <= 10 THEN 3000 END) IS NOT NULL")] // all are sent
    [InlineData("SELECT count(*) FROM orders WHERE is_wanted(id)")] // a rule judges aggregates
    [InlineData("UPDATE jobs SET status = status WHERE id = 1 AND pg_sleep(0.2) IS NOT NULL")]
    public async Task Not_seen_for(string sql)
    {
        var route = await CallAsync(c => c.Read(sql));
        Assert.Empty(route.Health.Observations);
        Assert.All(route.Requests, r => Assert.InRange(
            r.Vitals.SqlTime, new Observations().SlowStatement, TimeSpan.FromMinutes(1))); // it was slow
    }

    [Fact]
    public async Task Not_seen_for_many_fast_ones() => Assert.Empty((await CallAsync(async c =>
    {
        await c.Read("SELECT pg_sleep(0.2)");
        await c.Read("SELECT id FROM orders WHERE amount = -1");
    })).Health.Observations);

    [Fact]
    public async Task Not_seen_for_slow_work_between_the_rows()
    {
        var route = await CallAsync(async c =>
        {
            await using var command = c.Db.Source.CreateCommand("SELECT id FROM orders ORDER BY amount, id LIMIT 2");
            await using var reader = await command.ExecuteReaderAsync(c.Cancel);
            while (await reader.ReadAsync(c.Cancel)) await Task.Delay(100, c.Cancel);
        });
        Assert.Empty(route.Health.Observations);
        Assert.All(route.Requests, r => Assert.True(r.Vitals.Shapes.Single().Time > new Observations().SlowStatement));
    }

    private Task<ObservedRoute> CallAsync(Func<RuleContext, Task> handle)
        => ObservedRoute.CallAsync(db, new(handle) { Requests = 3 });
}
