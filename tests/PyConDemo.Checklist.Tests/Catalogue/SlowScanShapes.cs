using Dapper;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Slow statements. Some read many rows to return a few. A scan of all parcels takes 130 ms on every machine.
/// </summary>
internal static class SlowScanShapes
{
    private static readonly string[] Hidden = [HealthRules.HotAggregations, HealthRules.RowLocking];

    public static IEnumerable<CatalogueShape> All => Scans().Concat(Right()).Concat(Unknown());

    private static IEnumerable<CatalogueShape> Scans() =>
    [
        Scan("LIKE with a wildcard in front", "a plain index has no such order",
            "SELECT id FROM parcels WHERE status LIKE '%lost%'"),
        Scan("a function on the column", "an index on the column is of no use",
            "SELECT id FROM parcels WHERE lower(status) = $1", "lost"),
        Scan("a cast of the column", "an index on the column is of no use", "SELECT * FROM parcels WHERE id::text = '7'"),
        Scan("a column without an index", "all rows are compared", "SELECT id FROM parcels WHERE number = $1", 49),
        Scan("an index that finds too many", "the index finds 28,000 rows",
            "SELECT id FROM parcels WHERE id > 2000 AND number = 21000"),
        Scan("a sort for the ten largest", "no index has that order",
            "SELECT id FROM parcels ORDER BY amount DESC, id LIMIT 10"),
        Scan("a row lock after a scan", "it locks one row and reads all",
            "SELECT id FROM parcels WHERE number = 49 FOR UPDATE"),
        Scan("the inner side of a join", "no index has the joined column",
            "SELECT a.name, p.id FROM authors a JOIN parcels p ON p.number = a.id WHERE a.name = 'author 7'"),
        Scan("a subquery with IN", "no index has its condition",
            "SELECT name FROM authors WHERE id IN (SELECT number FROM parcels WHERE status LIKE '%rar%')"),
        Scan("all partitions", "no index of a partition has the column", "SELECT * FROM shipments WHERE number = 49"),
        Scan("a materialized view without an index", "all its rows are compared",
            "SELECT * FROM stored_parcels WHERE number = 49 AND unhurried(id)"),
        Scan("a slow function beside a scan", "nobody can tell which of both took the time",
            "SELECT id, pg_sleep(0.03) FROM orders WHERE id % 6000 = 0"),
        Ef("EF Core's Trim that finds nothing", "LIMIT 1 does not end a scan that finds nothing",
            parcels => parcels.FirstOrDefaultAsync(status => status.Trim() == "lost"))
            with { Observed = ObservationKinds.SlowScan },
    ];

    private static IEnumerable<CatalogueShape> Right() =>
    [
        Other("a report of all rows", "it returns what it reads", "SELECT id FROM parcels ORDER BY amount, id"),
        Other("a function that takes long", "the index finds the row", "SELECT pg_sleep(0.12) FROM orders WHERE id = 7"),
        Other("a slow count", "a rule of its own judges it", "SELECT count(*) FROM parcels WHERE number > 7")
            with { Found = [HealthRules.HotAggregations] },
        Other("a slow deep page", "a rule of its own judges it",
            "SELECT id FROM parcels ORDER BY id LIMIT 10 OFFSET 29000") with { Found = [HealthRules.OffsetPagination] },
        Other("a slow deep page of a filtered list", "a rule of its own judges it",
            "SELECT id FROM parcels WHERE lower(status) = 'paid' ORDER BY id LIMIT 10 OFFSET 29000")
            with { Found = [HealthRules.OffsetPagination] },
    ];

    private static IEnumerable<CatalogueShape> Unknown() =>
    [
        Writes("a slow UPDATE of one row", "UPDATE orders SET status = status WHERE id * 7 = 49 AND unhurried(id)"),
        Writes("a slow DELETE of one row", "DELETE FROM orders WHERE id * 7 = 49 AND unhurried(id)"),
        Missed("a function that scans", "the function's statements are hidden", c => c.Read("SELECT find_parcel(49)"))
            with { NotSeen = Hidden },
        Missed("a scan that finds its row late", "the planner expects it early",
            c => c.Read("SELECT id FROM parcels WHERE id::text = '29999' LIMIT 1")),
        Ef("EF Core's AnyAsync that finds nothing", "the planner expects a row early",
            parcels => parcels.AnyAsync(status => status.Trim() == "lost")) with { Unobserved = true },
        Missed("a scan beside another statement", "two statements in one command have no common plan", async c =>
        {
            await using var connection = await c.Open();
            await using var both = await connection.QueryMultipleAsync(
                "SELECT pg_sleep(0.1); SELECT id FROM parcels WHERE number = 49");
        }) with { NotSeen = Hidden },
        Missed("a scan without a data source", "nobody can connect to explain it", async c =>
        {
            await using var connection = new Npgsql.NpgsqlConnection(c.Db.ConnectionString);
            await connection.QueryAsync("SELECT id FROM parcels WHERE number = 49");
        }) with { NotSeen = [HealthRules.HotAggregations] },
    ];

    private static CatalogueShape Scan(string name, string why, string sql, params object[] values)
        => Other(name, why, sql, values) with { Observed = ObservationKinds.SlowScan };

    private static CatalogueShape Other(string name, string why, string sql, params object[] values)
        => new(name, why) { Handle = c => c.Read(sql, values) };

    private static CatalogueShape Ef<T>(string name, string why, Func<IQueryable<string>, Task<T>> find) => new(name, why)
    {
        Handle = async c =>
        {
            await using var blog = BlogContext.On(c.Db);
            await find(blog.Database.SqlQuery<string>($"""SELECT status AS "Value" FROM parcels"""));
        },
    };

    private static CatalogueShape Missed(string name, string why, Func<CatalogueCall, Task> handle)
        => new(name, why) { Unobserved = true, Handle = handle };

    private static CatalogueShape Writes(string name, string sql) => Missed(
        name, "a statement that writes is never explained",
        c => c.InTransaction(connection => connection.ExecuteAsync(sql)));
}
