using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.Data;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class DemoDbTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entity_reads_and_maps_every_column_of_its_table()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await using var db = Open(database);

        Assert.Equal("Lagos", await db.Users.GroupBy(u => u.City).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstAsync(Cancel));
        Assert.NotEmpty((await db.Posts.Include(p => p.Author).FirstAsync(Cancel)).Author.Name);
        Assert.Equal("pending", (await db.Jobs.FirstAsync(Cancel)).Status);
        Assert.InRange((await db.Products.FirstAsync(Cancel)).Description.Length, 1000, 2048);

        // Views have further columns: the dashboard's id is there for its unique index.
        foreach (var entity in db.Model.GetEntityTypes().Where(entity => entity.GetViewName() is null))
        {
            Assert.Equal(
                await database.ScalarAsync<string>($"""
                    SELECT string_agg(attname, ' ' ORDER BY attname COLLATE "C") FROM pg_attribute
                    WHERE attrelid = '{entity.GetTableName()}'::regclass AND attnum > 0
                    """),
                string.Join(' ', entity.GetProperties().Select(p => p.GetColumnName()).Order(StringComparer.Ordinal)));
        }
    }

    [Fact]
    public async Task Orders_share_times_and_reach_over_eighteen_months()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await using var db = Open(database);

        var newest = await db.Orders.MaxAsync(o => o.CreatedAt, Cancel);
        Assert.Equal(new DateTime(2025, 11, 8, 17, 0, 0, DateTimeKind.Utc), newest);
        Assert.True(await db.Orders.MinAsync(o => o.CreatedAt, Cancel) < newest.AddMonths(-18));
        Assert.True(await db.Orders.GroupBy(o => o.CreatedAt).CountAsync(g => g.Count() > 1, Cancel) > 1000);
        var months = await db.Orders.GroupBy(o => new { o.CreatedAt.Year, o.CreatedAt.Month }).Select(g => g.Count()).ToListAsync(Cancel);
        Assert.Equal(21, months.Count);
        Assert.True(months.Min() > 100);
    }

    private static DemoDb Open(TestDatabase database) =>
        new(new DbContextOptionsBuilder<DemoDb>().UseNpgsql(database.Source).UseSnakeCaseNamingConvention().Options);
}
