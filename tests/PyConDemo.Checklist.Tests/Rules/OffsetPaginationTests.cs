using Dapper;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

public sealed class OffsetPaginationTests(TestDatabase db) : RuleTests(db, HealthRules.OffsetPagination)
{
    [Theory]
    [InlineData("SELECT * FROM orders ORDER BY id LIMIT 50 OFFSET 10000")]
    [InlineData("SELECT * FROM orders ORDER BY id offset 10000 rows fetch next 50 rows only")]
    [InlineData("SELECT count(*) FROM (SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET 10000) page")]
    public async Task Found_as_a_literal(string sql)
    {
        var finding = await ExpectFinding(new(c => c.Read(sql)));
        Assert.Equal((10_000, "rows"), (finding.Amount, finding.Unit));
        Assert.StartsWith("RuleCase.cs:", finding.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_as_a_parameter()
    {
        var finding = await ExpectFinding(
            new(c => c.Read("SELECT id FROM orders ORDER BY id LIMIT $1 OFFSET $2", 50, 5_000)));
        Assert.Equal(5_000, finding.Amount);
    }

    [Fact]
    public async Task Found_as_Dapper_s_arithmetic()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await connection.QueryAsync<int>(
                "SELECT id FROM orders ORDER BY id LIMIT @size OFFSET (@page - 1) * @size",
                new { page = 201, size = 50 });
        }));
        Assert.Equal(10_000, finding.Amount);
    }

    [Fact]
    public async Task Found_in_EF_Core()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var blog = BlogContext.On(c.Db);
            await blog.Database.SqlQuery<int>($"""SELECT id AS "Value" FROM orders""")
                .OrderBy(id => id).Skip(2_000).Take(10).ToListAsync(c.Cancel);
        }));
        Assert.Equal(2_000, finding.Amount);
    }

    [Fact]
    public async Task Found_as_the_sum_of_many_pages()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            for (var page = 0; page < 10; page++)
                await c.Read("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1", 50 * page);
        }));
        Assert.Equal(50 * 45, finding.Amount);
    }

    [Theory]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET 50")]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET 0")]
    [InlineData("SELECT id FROM orders WHERE id > 20000 ORDER BY id LIMIT 50")]
    [InlineData("SELECT 'LIMIT 50 OFFSET 10000' -- OFFSET 10000")]
    [InlineData("SELECT id AS \"OFFSET 10000\" FROM orders LIMIT 1")]
    // Past the end: PostgreSQL discarded 200 rows, not 100,000.
    [InlineData("SELECT id FROM authors ORDER BY id LIMIT 50 OFFSET 100000")]
    public Task Healthy_for(string sql) => ExpectHealthy(new(c => c.Read(sql)));

    [Fact]
    public Task Not_seen_without_rows() => ExpectNotSeen("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET 10000");

    [Fact]
    public Task Healthy_below_a_route_s_own_threshold()
        => ExpectHealthy(new(c => c.Read("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET 5000"))
        {
            Options = o => o.ForRoute("/case", rules => rules with { OffsetPagination = new() { Rows = 6_000 } }),
        });
}
