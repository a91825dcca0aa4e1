using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Statements that go through PgBouncer, which gives each transaction another server process.</summary>
internal static class PoolerShapes
{
    public static IEnumerable<CatalogueShape> All =>
    [
        new("a slow statement behind PgBouncer", "nobody knows which process sends it, so a lock wait isn't seen")
        {
            NotSeen = [HealthRules.RowLocking],
            Skip = PgBouncer.WhyMissing,
            Handle = c => ReadAsync(c, "SELECT pg_sleep(0.4)"),
        },
        new("a look-up per row behind PgBouncer", "each row asks again")
        {
            Found = [HealthRules.NPlusOne],
            Skip = PgBouncer.WhyMissing,
            Handle = async c =>
            {
                for (var id = 1; id <= 12; id++) await ReadAsync(c, "SELECT name FROM authors WHERE id = $1", id);
            },
        },
        new("a count behind PgBouncer", "its plan is known")
        {
            Found = [HealthRules.HotAggregations],
            Skip = PgBouncer.WhyMissing,
            Handle = c => ReadAsync(c, "SELECT count(*) FROM orders WHERE amount < 100"),
        },
        new("an UPDATE of many rows behind PgBouncer", "it locks 2,000 rows")
        {
            Found = [HealthRules.RowLocking],
            Skip = PgBouncer.WhyMissing,
            Handle = c => ReadAsync(c, "UPDATE jobs SET status = status WHERE id <= 2000"),
        },
    ];

    private static async Task ReadAsync(CatalogueCall call, string sql, params object[] values)
    {
        await using var command = call.Pooler.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteScalarAsync(call.Cancel);
    }
}
