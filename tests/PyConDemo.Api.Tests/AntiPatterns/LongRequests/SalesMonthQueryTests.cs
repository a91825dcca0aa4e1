using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.AntiPatterns.LongRequests;

public class SalesMonthQueryTests(Cluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_seeded_month_is_whole()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        var month = await ReadAsync(database, new DateOnly(2025, 3, 17));

        Assert.Equal(new DateOnly(2025, 3, 1), month.Month);
        Assert.Equal(31, month.Lines.Select(l => l.Day).Distinct().Count());
        Assert.Equal(31 * 16, month.Lines.Count);
        const string March = "created_at >= '2025-03-01 00:00+01' AND created_at < '2025-04-01 00:00+01'";
        Assert.Equal(
            await database.ScalarAsync<long>(
                $"""
                SELECT count(DISTINCT user_id) FROM orders
                WHERE {March} AND status NOT IN ('cancelled', 'refunded')
                """),
            month.Customers.Count);
        Assert.Equal(
            await database.ScalarAsync<long>($"SELECT count(*) FROM orders WHERE {March}"),
            month.Lines.Sum(l => l.Orders));
        Assert.Equal(
            await database.ScalarAsync<long>($"SELECT sum(item_count) FROM orders WHERE {March}"),
            month.Lines.Sum(l => l.Items));
        Assert.Equal(
            await database.ScalarAsync<decimal>(
                $"SELECT sum(amount) FROM orders WHERE {March} AND status NOT IN ('cancelled', 'refunded')"),
            month.Lines.Sum(l => l.Revenue));
        Assert.Equal(month.Customers.OrderByDescending(c => c.Revenue).ThenBy(c => c.Id), month.Customers);
    }

    [Fact]
    public async Task The_ends_of_the_month_are_midnights_in_Lagos()
    {
        await using var database = await cluster.EmptyAsync();
        await database.ExecuteAsync("""
            CREATE TABLE users (id int, name text, city text);
            CREATE TABLE orders (
                user_id int, status text, amount numeric(12, 2), item_count int, created_at timestamptz);
            INSERT INTO users VALUES (1, 'Zoë', 'Jos'), (2, 'Ada', 'Aba');
            INSERT INTO orders VALUES
                (1, 'delivered', 1, 1, '2025-01-31 23:59:59.999999+01'),
                (1, 'delivered', 2, 1, '2025-02-01 00:00:00+01'),
                (1, 'refunded', 4, 1, '2025-02-01 00:00:00+01'),
                (2, 'pending', 8, 3, '2025-02-28 23:59:59.999999+01'),
                (2, 'delivered', 16, 1, '2025-03-01 00:00:00+01')
            """);
        var month = await ReadAsync(database, new DateOnly(2025, 2, 1));
        Assert.Equal(
            [
                new(new DateOnly(2025, 2, 1), "Jos", 2, 2, 1, 1, 2),
                new(new DateOnly(2025, 2, 28), "Aba", 1, 3, 0, 0, 8),
            ],
            month.Lines.Where(l => l.Orders > 0));
        Assert.Equal([new(2, "Ada", "Aba", 1, 8), new(1, "Zoë", "Jos", 1, 2)], month.Customers);
        Assert.Equal(28 * 2, month.Lines.Count);

        var empty = await ReadAsync(database, new DateOnly(2024, 2, 1));
        Assert.Empty(empty.Lines);
        Assert.Empty(empty.Customers);
    }

    private static Task<SalesMonth> ReadAsync(TestDatabase database, DateOnly month)
        => SalesMonthQuery.ReadAsync(database.Source, month, Cancellation);
}
