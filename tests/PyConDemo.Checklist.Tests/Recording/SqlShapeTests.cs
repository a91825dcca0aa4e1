using Npgsql;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Tests.Recording;

public sealed class SqlShapeTests
{
    [Theory]
    [InlineData("SELECT * FROM t WHERE a = 'it''s' AND b = 1.5", "SELECT * FROM t WHERE a = ? AND b = ?")]
    [InlineData("SELECT  1 -- a comment\n FROM t;", "SELECT ? FROM t")]
    [InlineData("SELECT /* a /* nested */ comment */ x FROM t", "SELECT x FROM t")]
    [InlineData("SELECT $1::text, x::int", "SELECT ?::text, x::int")]
    [InlineData("SELECT @name, :other FROM t1", "SELECT ?, … FROM t1")]
    [InlineData("SELECT * FROM t WHERE id IN (1, 2)", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id IN (1,2,3,4)", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT $$don't$$, $a$it's $$ here$a$, 5", "SELECT ?, …")]
    [InlineData("""SELECT "o'clock", E'it\'s' FROM t""", """SELECT "o'clock", ? FROM t""")]
    [InlineData("SELECT 'open", "SELECT ?")]
    [InlineData("SELECT /* open", "SELECT")]
    [InlineData("SELECT -1e-10 + 0x1F, a1 FROM t2", "SELECT ? + ?, a1 FROM t2")]
    [InlineData("SELECT a -1 FROM t WHERE a=-1 AND b = - 2", "SELECT a -? FROM t WHERE a=? AND b = ?")]
    [InlineData("SELECT * FROM t WHERE id IN (1)", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id in ( @a, @b )", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id = ANY(@ids)", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id = ANY (@ids::int[])", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id = any(ARRAY[1, 2]::int[])", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id = ANY('{1,2}')", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id <> ALL($1)", "SELECT * FROM t WHERE id NOT IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id NOT IN (1, 2)", "SELECT * FROM t WHERE id NOT IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id = ANY(SELECT id FROM u)", "SELECT * FROM t WHERE id = ANY(SELECT id FROM u)")]
    [InlineData("SELECT * FROM t WHERE d = '2020-01-01'::timestamp with time zone", "SELECT * FROM t WHERE d = ?")]
    [InlineData("SELECT * FROM t WHERE d = 1.5::numeric(10, 2) AND e", "SELECT * FROM t WHERE d = ? AND e")]
    [InlineData("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, f(1))", "INSERT INTO t VALUES (?, …)")]
    [InlineData("INSERT INTO t VALUES (@a, @b) ON CONFLICT DO NOTHING",
        "INSERT INTO t VALUES (?, …) ON CONFLICT DO NOTHING")]
    [InlineData("SELECT * FROM (VALUES (1), (2)) v, u", "SELECT * FROM (VALUES (?)) v, u")]
    [InlineData("SELECT data->>'slug', data ? 'key', a@>b, t@@to_tsquery('x') FROM t WHERE x=@id",
        "SELECT data->>?, data ? ?, a@>b, t@@to_tsquery(?) FROM t WHERE x=?")]
    [InlineData("SELECT a[@from:@to], U&'d\0061t' FROM t", "SELECT a[?:?], ? FROM t")]
    [InlineData("SELECT x/* tag */FROM t", "SELECT x FROM t")]
    [InlineData("-- a tag\nSELECT x FROM t", "SELECT x FROM t")]
    [InlineData("UPDATE t SET a = 1 WHERE b = 2; UPDATE t SET a = 3 WHERE b = -4;\nUPDATE t SET a = $1 WHERE b = $2;",
        "UPDATE t SET a = ? WHERE b = ?")]
    [InlineData("DELETE FROM t WHERE a = 1; UPDATE t SET a = 1; UPDATE t SET a = 2; SELECT 1",
        "DELETE FROM t WHERE a = ?; UPDATE t SET a = ?; SELECT ?")]
    [InlineData("SELECT x FROM t; SELECT 2", "SELECT x FROM t; SELECT ?")]
    [InlineData("SELECT a[1:2], b FROM t LIMIT 50 OFFSET 10000", "SELECT a[?:?], b FROM t LIMIT ? OFFSET ?")]
    public void Values_white_space_and_comments_are_gone(string sql, string shape)
        => Assert.Equal(shape, SqlShape.Get(sql).Sql);

    [Theory]
    [InlineData("-- The orders of a day\n\nSELECT 1", "The orders of a day")]
    [InlineData("/* trace 1234 */ SELECT 1", null)]
    [InlineData("SELECT 1 -- not a tag", null)]
    public void The_comment_of_TagWith_is_kept(string sql, string? comment)
        => Assert.Equal(comment, SqlText.Get(sql).Comment);

    [Theory]
    [InlineData("SELECT 1 FROM a LEFT JOIN b ON b.a = a.id", true)]
    [InlineData("SELECT 1 FROM a, b", true)]
    [InlineData("SELECT 1 FROM shop.articles AS a, tags WHERE tags.a = a.id", true)]
    [InlineData("""SELECT 1 FROM "a" x, "b" """, true)]
    [InlineData("SELECT extract(year FROM a.day), a.b FROM a ORDER BY a.id, a.b", false)]
    [InlineData("SELECT 1 FROM a x ORDER BY id, day", false)]
    public void A_comma_joins_tables(string sql, bool joins) => Assert.Equal(joins, SqlShape.Get(sql).Joins);

    [Theory]
    [InlineData("SELECT id FROM t WHERE id > @last ORDER BY id LIMIT 20", 0b11)]
    [InlineData("SELECT id FROM t WHERE (a, id) < (@a, @id) ORDER BY a DESC, id DESC LIMIT 20", 0b11)]
    [InlineData("SELECT id FROM t WHERE kind = @k AND @last < t.id ORDER BY t.id FETCH FIRST 20 ROWS ONLY", 0b110)]
    [InlineData("SELECT id FROM t WHERE kind = 'x' ORDER BY id LIMIT @size OFFSET (@page - 1) * @size", 0b11110)]
    [InlineData("SELECT id FROM t WHERE lower(name) > lower(@last) ORDER BY lower(name) LIMIT 20", 0b11)]
    [InlineData("""SELECT t."Id" FROM t WHERE t."Id" = @id AND t."Status" <> 2 LIMIT 1""", 0b100)]
    [InlineData("SELECT * FROM prices WHERE product = @p AND valid <= @d ORDER BY valid DESC LIMIT 1", 0b110)]
    [InlineData("SELECT * FROM t WHERE data->>'slug' = @s LIMIT 1", 0b100)]
    public void Only_the_key_and_the_limits_may_change_in_a_walk(string sql, int places)
        => Assert.Equal((ulong)places, SqlShape.Get(sql).Walk!.Places);

    [Theory]
    [InlineData("LOCK TABLE ONLY shop.orders IN EXCLUSIVE MODE", "shop.orders")]
    [InlineData("LOCK orders IN ROW EXCLUSIVE MODE", null)]
    [InlineData("LOCK TABLE orders IN ACCESS SHARE MODE", null)]
    [InlineData("TRUNCATE orders, lines", "orders")]
    [InlineData("BEGIN; ALTER TABLE IF EXISTS \"Order\".\"Line\" ADD x int", "\"Order\".\"Line\"")]
    [InlineData("CREATE UNIQUE INDEX by_name ON orders (name)", "orders")]
    [InlineData("CREATE INDEX ON orders (name)", "orders")]
    [InlineData("CREATE INDEX CONCURRENTLY by_name ON orders (name)", null)]
    [InlineData("REFRESH MATERIALIZED VIEW totals", "totals")]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY totals", null)]
    [InlineData("VACUUM (FULL, ANALYZE) orders", "orders")]
    [InlineData("VACUUM FULL orders", "orders")]
    [InlineData("VACUUM ANALYZE orders", null)]
    [InlineData("CLUSTER orders", "orders")]
    [InlineData("REINDEX TABLE orders", "orders")]
    [InlineData("DROP TABLE IF EXISTS orders", "orders")]
    [InlineData("SELECT 'LOCK TABLE orders'", null)]
    [InlineData("SELECT lock FROM orders", null)]
    public void A_locked_table_is_named(string sql, string? table)
        => Assert.Equal(table, SqlShape.Get(sql).Locks.Table);

    [Theory]
    [InlineData("CREATE TEMP TABLE mine AS SELECT 1", "mine")]
    [InlineData("CREATE UNLOGGED TABLE IF NOT EXISTS shop.mine (id int)", "shop.mine")]
    [InlineData("CREATE INDEX ON mine (id)", null)]
    public void A_created_table_is_named(string sql, string? table)
        => Assert.Equal(table, SqlShape.Get(sql).Locks.Created);

    [Theory]
    [InlineData("UPDATE t SET a = 1", true)]
    [InlineData("DELETE FROM t", true)]
    [InlineData("INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1", true)]
    [InlineData("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", false)]
    [InlineData("INSERT INTO t VALUES (1)", false)]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = 1", true)]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE", true)]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (1)", false)]
    [InlineData("SELECT * FROM t FOR NO KEY UPDATE", false)]
    [InlineData("CREATE TABLE t (p int REFERENCES s ON UPDATE CASCADE)", false)]
    public void Changes_of_rows_that_exist_are_known(string sql, bool changes)
        => Assert.Equal(changes, SqlShape.Get(sql).ChangesRows);

    [Theory]
    [InlineData("SELECT json_arrayagg(x) FROM t", true)]
    [InlineData("SELECT lag(x) OVER w FROM t WINDOW w AS (ORDER BY x)", true)]
    [InlineData("SELECT x FROM t INTERSECT SELECT x FROM u", true)]
    [InlineData("SELECT x FROM t UNION ALL SELECT x FROM u", false)]
    [InlineData("SELECT x FROM t WHERE a IS DISTINCT FROM b", false)]
    [InlineData("INSERT INTO \"t\" (\"count\") VALUES (1)", false)]
    [InlineData("INSERT INTO t SELECT max(x) FROM u", true)]
    public void Words_that_may_aggregate(string sql, bool aggregates)
        => Assert.Equal(aggregates, SqlShape.Get(sql).Aggregates);

    [Fact]
    public void What_follows_a_huge_text_may_aggregate()
        => Assert.True(SqlShape.Get(
            "SELECT " + string.Join(" + ", Enumerable.Repeat("some_column", 1_000)) + ", count(*) FROM t").Aggregates);

    [Theory]
    [InlineData("FOR UPDATE", true)]
    [InlineData("", false)]
    public void What_follows_a_huge_text_may_lock(string end, bool locks)
    {
        var shape = SqlShape.Get($"SELECT {Huge(1_000)} FROM t {end}");
        Assert.Equal((locks, locks), (shape.Locks.Rows, shape.TakesLocks));
    }

    [Fact]
    public void What_follows_a_huge_text_tells_what_it_is()
    {
        var shape = SqlShape.Get($"WITH d AS (SELECT {Huge(1_000)}), e AS (DELETE FROM t RETURNING id) SELECT max(id) FROM e");
        Assert.Equal((true, true, false), (shape.Writes, shape.HidesChanges, shape.IsQuery));
        shape = SqlShape.Get($"SELECT {Huge(1_000)} FROM t WHERE id > @last ORDER BY id LIMIT 20");
        Assert.Equal((false, false), (shape.SkipsRows, shape.Aggregates));
        Assert.NotNull(shape.Walk);
    }

    [Fact]
    public void The_end_of_an_endless_text_is_unknown()
    {
        var shape = SqlShape.Get($"SELECT {Huge(10_000)} FROM t");
        Assert.Equal((true, true, true), (shape.SkipsRows, shape.Aggregates, shape.MayCallFunctions));
    }

    [Theory]
    [InlineData("UPDATE t SET a = 1", false)]
    [InlineData("(SELECT 1) UNION (SELECT 2)", false)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d", false)]
    [InlineData("WITH d (id) AS MATERIALIZED (DELETE FROM t RETURNING id) SELECT id, lower(a) FROM D ORDER BY id, a", false)]
    [InlineData("WITH \"D\" AS (DELETE FROM t RETURNING *) SELECT * FROM \"D\" AS x", false)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM d RETURNING a, b", false)]
    [InlineData("WITH s AS (SELECT 1), d AS (UPDATE t SET a = 1 FROM s RETURNING *) SELECT * FROM d", false)]
    [InlineData("WITH s AS (SELECT id FROM t LIMIT 5) UPDATE t SET a = 1 FROM s", false)]
    [InlineData("WITH s AS (SELECT id FROM t FOR NO KEY UPDATE) SELECT count(*) FROM s", false)]
    [InlineData("WITH s AS (INSERT INTO t VALUES (1) RETURNING id) SELECT max(id) FROM s", false)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT count(*) FROM d", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d LIMIT 1", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d OFFSET 1", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d FETCH FIRST ROW ONLY", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT DISTINCT a FROM d", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT a FROM d GROUP BY a", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d WHERE a > 1", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d JOIN u USING (id)", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d, u", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d EXCEPT SELECT * FROM u", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT EXISTS (SELECT FROM d)", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM (SELECT * FROM d LIMIT 1) e", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM u", true)]
    [InlineData("WITH d AS (DELETE FROM t) SELECT 1", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM d WHERE a = 1", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM d ON CONFLICT DO NOTHING", true)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) UPDATE u SET a = d.a FROM d", true)]
    [InlineData("WITH d AS (DELETE FROM t), e AS (UPDATE u SET a = 1 RETURNING *) SELECT * FROM e", true)]
    [InlineData("WITH d AS (MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE RETURNING *) TABLE d", true)]
    [InlineData("WITH d AS (INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1 RETURNING id) "
        + "SELECT id FROM d UNION ALL SELECT id FROM u", true)]
    [InlineData("SELECT 1; WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d LIMIT 1", true)]
    public void Changes_that_the_result_does_not_count_are_known(string sql, bool hides)
        => Assert.Equal(hides, SqlShape.Get(sql).HidesChanges);

    [Theory]
    [InlineData("SELECT id FROM d WHERE id > 5", "Fewer")]
    [InlineData("SELECT id FROM d ORDER BY id, a LIMIT 1", "Fewer")]
    [InlineData("SELECT id FROM d WHERE id IN (SELECT id FROM u JOIN v USING (id)) GROUP BY id, a", "Fewer")]
    [InlineData("SELECT count(*) FROM d", "Fewer")]
    [InlineData("INSERT INTO u SELECT * FROM d ON CONFLICT (id, a) DO NOTHING", "Fewer")]
    [InlineData("SELECT count(*) FROM d GROUP BY ROLLUP (id)", "Unknown")]
    [InlineData("SELECT id FROM d WHERE id > 5 UNION ALL SELECT id FROM u", "Unknown")]
    [InlineData("SELECT id FROM d, u WHERE id > 5", "Unknown")]
    [InlineData("SELECT EXISTS (SELECT FROM d)", "Unknown")]
    [InlineData("SELECT unnest(tags) FROM d", "Unknown")]
    [InlineData("SELECT id, lower(jsonb_array_elements_text(tags)) FROM d", "Unknown")]
    [InlineData("SELECT regexp_split_to_table(tags, ' ') FROM d", "Unknown")]
    [InlineData("SELECT id, lower(tags) FROM d", "All")]
    public void The_rows_of_a_change_that_a_CTE_passes_on_are_known(string rest, string passed) => Assert.Equal(
        passed, SqlShape.Get($"WITH d AS (DELETE FROM t RETURNING *) {rest}").PassedRows.ToString());

    [Theory]
    [InlineData("(INSERT INTO t (a) VALUES ($1), ($2) ON CONFLICT (a) DO UPDATE SET a = $1 RETURNING id)", "Values")]
    [InlineData("(INSERT INTO t SELECT x FROM (VALUES (1)) v, u ON CONFLICT (a) DO UPDATE SET a = 1 RETURNING id)", "Unknown")]
    [InlineData("(INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 1 RETURNING id), e AS (DELETE FROM u)", "Unknown")]
    [InlineData("(UPDATE t SET a = 1 WHERE b IN (VALUES (1)) RETURNING id)", "Unknown")]
    public void An_upsert_of_values_tells_its_rows(string cte, string passed) => Assert.Equal(
        passed, SqlShape.Get($"WITH d AS {cte} SELECT id FROM d UNION ALL SELECT id FROM u").PassedRows.ToString());

    [Theory]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t LIMIT 50 FOR UPDATE SKIP LOCKED)", 50L)]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t FOR SHARE LIMIT 50)", 50L)]
    [InlineData("WITH s AS (SELECT id FROM t FETCH FIRST 7 ROWS ONLY FOR NO KEY UPDATE) DELETE FROM t USING s", 7L)]
    [InlineData("UPDATE t SET a = 1 FROM (SELECT 1 FROM t LIMIT 5 FOR UPDATE) b, (SELECT 1 FROM u LIMIT 9 FOR UPDATE) c", 14L)]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t FETCH FIRST ROW ONLY FOR UPDATE)", 1L)]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t FETCH FIRST 5 ROWS WITH TIES FOR UPDATE)", null)]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t LIMIT 10 OFFSET 0 FOR UPDATE SKIP LOCKED)", 10L)]
    [InlineData("UPDATE t SET a = 1 FROM u, LATERAL (SELECT 1 FROM v WHERE u = u.id LIMIT 5 FOR UPDATE) w", null)]
    [InlineData("WITH s AS (SELECT id FROM t LIMIT 5 FOR UPDATE) UPDATE u SET a = 1 FROM s, LATERAL f(s.id)", 5L)]
    [InlineData("UPDATE t SET a = 1 FROM u, LATERAL (SELECT 1 FROM v LIMIT 5) w", 0L)]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t FOR UPDATE)", null)]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t LIMIT NULL FOR UPDATE)", null)]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t WHERE a IN (SELECT 1 LIMIT 5) FOR UPDATE)", null)]
    [InlineData("UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t LIMIT 5)", 0L)]
    public void The_most_rows_that_a_subquery_of_a_change_locks_are_known(string sql, long? rows)
        => Assert.Equal(rows, SqlText.Get(sql).GetHiddenLocks(new NpgsqlCommand().Parameters));

    [Theory]
    [InlineData("SET search_path TO x", "None, SearchPath, None")]
    [InlineData("SET LOCAL search_path = 'x'", "None, None, SearchPath")]
    [InlineData("SET SCHEMA 'x'", "None, SearchPath, None")]
    [InlineData("BEGIN; SET ROLE x", "None, Role, None")]
    [InlineData("RESET ROLE; SET ROLE x", "Role, Role, None")]
    [InlineData("SET ROLE x; RESET ROLE", "Role, None, None")]
    [InlineData("SET search_path = x; SET LOCAL ROLE y; RESET ROLE", "Role, SearchPath, None")]
    [InlineData("SET SESSION AUTHORIZATION x", "None, Role, None")]
    [InlineData("SET LOCAL ROLE NONE", "None, None, Role")]
    [InlineData("SELECT set_config('search_path', $1, true)", "None, None, SearchPath")]
    [InlineData("SELECT set_config('search_path', $1, $2), set_config('role', 'x', true)", "None, SearchPath, Role")]
    [InlineData("SELECT set_config(@name, 'x', true)", "None, None, Both")]
    [InlineData("SELECT set_config('app.tenant', '7', true)", "None, None, None")]
    [InlineData("SET work_mem = '4MB'", "None, None, None")]
    [InlineData("SET roles.first = 'x'", "None, None, None")]
    [InlineData("UPDATE t SET role = 1", "None, None, None")]
    [InlineData("RESET search_path", "SearchPath, None, None")]
    [InlineData("SET ROLE NONE", "Role, None, None")]
    [InlineData("SET search_path TO DEFAULT", "SearchPath, None, None")]
    [InlineData("DISCARD ALL", "Both, None, None")]
    public void A_change_of_the_session_is_known(string sql, string change)
        => Assert.Equal(change, Describe(SqlText.Get(sql).GetSessionChange(parameters: null)));

    [Theory]
    [InlineData("app.tenant", "None, None, None")]
    [InlineData("Search_Path", "None, SearchPath, None")]
    [InlineData("role", "None, Role, None")]
    public void A_parameter_can_name_the_setting(string name, string change)
    {
        using var command = new NpgsqlCommand();
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = "x" });
        Assert.Equal(
            change, Describe(SqlText.Get("SELECT set_config($1, $2, false)").GetSessionChange(command.Parameters)));
    }

    private static string Describe(SessionChange change) => $"{change.Resets}, {change.Sets}, {change.SetsLocally}";

    private static string Huge(int columns) => string.Join(" + ", Enumerable.Repeat("some_column", columns));

    [Fact]
    public void A_huge_text_gives_a_short_shape()
        => Assert.InRange(
            SqlShape.Get("SELECT " + string.Join(" + ", Enumerable.Repeat("some_column", 100_000))).Sql.Length,
            1,
            9_000);
}
