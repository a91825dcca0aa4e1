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

    [Theory]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET COALESCE($1, 0)")]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET GREATEST(0, $1 - 1) + 1")]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET($1)")]
    [InlineData("SELECT id FROM orders ORDER BY id OFFSET ($1::int) ROWS FETCH NEXT 50 ROWS ONLY")]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET CAST($1 AS bigint)")]
    [InlineData("SELECT * FROM (SELECT id, row_number() OVER (ORDER BY id) AS rn FROM orders) o WHERE rn > $1 LIMIT 9")]
    [InlineData("SELECT * FROM (SELECT id, row_number() OVER (ORDER BY id) rn FROM orders) o "
        + "WHERE o.rn BETWEEN $1 + 1 AND $1 + 50")]
    public async Task Found_however_the_number_is_written(string sql)
    {
        var finding = await ExpectFinding(new(c => c.Read(sql, 5_000)));
        Assert.Equal(5_000, finding.Amount);
    }

    [Fact]
    public async Task Found_when_Dapper_s_parameter_has_another_case()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await connection.QueryAsync<int>(
                "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET @Offset", new { offset = 5_000 });
        }));
        Assert.Equal(5_000, finding.Amount);
    }

    [Fact]
    public async Task Found_past_the_end_by_the_plan()
    {
        var finding = await ExpectFinding(new(c => c.Read("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1", 900_000)));
        Assert.InRange(finding.Amount, 25_000, 35_000); // the table has 30,000 rows
    }

    [Fact]
    public async Task Found_as_a_cursor_that_moves()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await connection.ExecuteAsync("DECLARE page CURSOR FOR SELECT id FROM orders ORDER BY id");
            await connection.ExecuteAsync("MOVE FORWARD 5000 FROM page");
            await connection.QueryAsync<int>("FETCH 50 FROM page");
        }));
        Assert.Equal(5_000, finding.Amount);
    }

    [Theory]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET (SELECT count(*) / 2 FROM orders)")]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET CASE WHEN $1 > 1 THEN 5000 ELSE 0 END")]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET length(repeat('x', $1))")]
    public async Task Not_seen_when_the_number_cannot_be_read(string sql)
    {
        var result = await EvaluateAsync(new(c => c.Read(sql, sql.Contains('$') ? [5_000] : [])));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("can't be read", result.Note, StringComparison.Ordinal);
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
