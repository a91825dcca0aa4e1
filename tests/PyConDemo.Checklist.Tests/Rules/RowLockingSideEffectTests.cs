using Dapper;
using Npgsql;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

/// <summary>PostgreSQL does not count the rows that a foreign key or a trigger changes.</summary>
public sealed class RowLockingSideEffectTests(TestDatabase db)
    : RuleTests(db, HealthRules.RowLocking), IAsyncLifetime
{
    // A statement that changes no row keeps the rule with any threshold.
    private const long AlwaysSlow = 1;
    private const long NeverSlow = 10_000_000;

    // Each is the body of a trigger that can change or lock other rows.
    private static readonly string[] Bodies =
    [
        "DELETE FROM told",
        "UPDATE ONLY public.\"Line\" AS l SET cart = 1",
        "MERGE INTO told USING jobs ON told.id = jobs.id WHEN MATCHED THEN DO NOTHING",
        "INSERT INTO keyed VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET n = 2",
        "EXECUTE 'DELETE FROM told' -- don't wait",
        "CALL touch(1)",
        "PERFORM locked_job(1)",
        "NEW.id = (WITH l AS (SELECT id FROM jobs FOR NO KEY UPDATE) SELECT max(id) FROM l)",
    ];

    public static TheoryData<int> Triggers => [.. Enumerable.Range(0, Bodies.Length)];

    public async ValueTask InitializeAsync()
    {
        var triggers = string.Concat(Bodies.Select((body, number) => $"""
            DROP TABLE IF EXISTS changed_{number};
            CREATE TABLE changed_{number} (id int);
            CREATE OR REPLACE FUNCTION change_{number}() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN {body}
                ; RETURN NEW; END $$;
            CREATE TRIGGER changes_{number} BEFORE UPDATE ON changed_{number}
                FOR EACH ROW EXECUTE FUNCTION change_{number}();
            """));
        await using var schema = Db.Source.CreateCommand(triggers + """
            DROP TABLE IF EXISTS "Line", "Cart", watched, told, stamped, logged, keyed CASCADE;
            CREATE TABLE "Cart" ("Id" int PRIMARY KEY, name text);
            CREATE TABLE "Line" (id int, cart int,
                CONSTRAINT lines_of_cart FOREIGN KEY (cart) REFERENCES "Cart" ON DELETE CASCADE ON UPDATE CASCADE);
            INSERT INTO "Cart" SELECT n, 'a cart' FROM generate_series(1, 5) n;
            INSERT INTO "Line" SELECT n, 1 FROM generate_series(1, 3) n;
            CREATE TABLE watched (id int); CREATE TABLE told (id int); CREATE TABLE stamped (id int);
            CREATE TABLE logged (id int PRIMARY KEY);
            CREATE TABLE keyed (id int PRIMARY KEY, n int);
            CREATE VIEW active_carts AS SELECT * FROM "Cart";
            CREATE OR REPLACE FUNCTION sum_up() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN UPDATE authors SET name = name; RETURN NULL; END';
            CREATE OR REPLACE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN PERFORM pg_notify(''told'', ''''); RETURN NULL; END';
            CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN INSERT INTO told VALUES (1); RETURN NEW; END';
            CREATE OR REPLACE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS '
                -- Don''t update the old rows: delete from the log instead.
                /* UPDATE told SET id = 1; */
                BEGIN IF TG_OP = ''DELETE'' THEN RAISE EXCEPTION ''cannot delete from the log''; END IF;
                INSERT INTO told VALUES (1); RETURN NEW; END';
            CREATE TRIGGER logs BEFORE UPDATE OR DELETE ON logged FOR EACH ROW EXECUTE FUNCTION log();
            CREATE TRIGGER keys AFTER UPDATE ON keyed EXECUTE FUNCTION sum_up();
            CREATE TRIGGER sums AFTER INSERT OR UPDATE ON watched EXECUTE FUNCTION sum_up();
            CREATE TRIGGER tells AFTER UPDATE ON told EXECUTE FUNCTION tell();
            CREATE TRIGGER stamps BEFORE UPDATE ON stamped EXECUTE FUNCTION stamp()
            """);
        await schema.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("DELETE FROM \"Cart\" WHERE \"Id\" = -1", "the foreign key lines_of_cart changes rows of \"Line\"")]
    [InlineData("DELETE FROM ONLY public.\"Cart\" AS c WHERE c.\"Id\" = -1", "lines_of_cart")]
    [InlineData("WITH gone AS (DELETE FROM \"Cart\" WHERE \"Id\" = -1 RETURNING *) SELECT * FROM gone", "lines_of_cart")]
    [InlineData("UPDATE \"Cart\" AS c SET name = 'x', \"Id\" = 7 WHERE c.\"Id\" = -1", "lines_of_cart")]
    [InlineData("UPDATE \"Cart\" SET (name, \"Id\") = ('x', 7) WHERE \"Id\" = -1", "lines_of_cart")]
    [InlineData("UPDATE \"Cart\" SET(\"Id\",name)=(7,'x') WHERE \"Id\" = -1", "lines_of_cart")]
    [InlineData("UPDATE \"Cart\" SET name = (SELECT 'x' FROM told LIMIT 1), \"Id\" = 7 WHERE \"Id\" = -1", "lines_of_cart")]
    [InlineData("DELETE FROM active_carts WHERE \"Id\" = -1", "the view active_carts can change further rows")]
    [InlineData("INSERT INTO keyed SELECT 1, 1 WHERE false ON CONFLICT (id) DO UPDATE SET n = 1", "the trigger keys")]
    [InlineData("UPDATE watched SET id = 1 WHERE id = -1", "the trigger sums can change other rows")]
    [InlineData("UPDATE told SET id = 1; DELETE FROM \"Cart\" WHERE \"Id\" = -1", "lines_of_cart")]
    [InlineData("INSERT INTO watched SELECT 1 WHERE false", "the trigger sums")]
    [InlineData("MERGE INTO watched USING jobs ON jobs.id = -1 WHEN MATCHED AND watched.id = -1 THEN DELETE", "sums")]
    public async Task Not_seen_for(string sql, string whyNot)
    {
        var result = await EvaluateAsync(Case(sql, AlwaysSlow));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains(whyNot, result.Note, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public Task Not_seen_for_a_trigger_that_can_change_other_rows(int number)
        => Not_seen_for($"UPDATE changed_{number} SET id = 1 WHERE id = -1", $"the trigger changes_{number}");

    [Theory]
    [InlineData("UPDATE \"Cart\" SET name = 'x' WHERE \"Id\" = -1")] // not the key
    [InlineData("DELETE FROM \"Line\" WHERE id = -1")]
    [InlineData("DELETE FROM watched WHERE id = -1")] // the trigger is for other events
    [InlineData("UPDATE told SET id = 1 WHERE id = -1")] // it only notifies
    [InlineData("UPDATE stamped SET id = 1 WHERE id = -1")] // it only inserts
    [InlineData("UPDATE logged SET id = 1 WHERE id = -1")] // the words are in texts and comments
    [InlineData("UPDATE \"Cart\" SET name = lower('x') WHERE \"Id\" = -1")] // not the key
    [InlineData("INSERT INTO keyed VALUES (1, 1) ON CONFLICT (id) DO NOTHING")] // the trigger is for updates
    [InlineData("SELECT * FROM active_carts WHERE \"Id\" = -1")]
    public Task Healthy_for(string sql) => ExpectHealthy(Case(sql, AlwaysSlow));

    [Fact]
    public Task Healthy_for_a_cascade_that_was_too_quick_for_many_rows()
        => ExpectHealthy(Case("DELETE FROM \"Cart\" WHERE \"Id\" = 1", NeverSlow));

    // Of a batch, only the whole time is known, and of a transaction, the sum counts. The limit is 36 ms: the sleeps take
    // 40 ms together, and each statement's share is less.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Not_seen_for_a_transaction_that_was_slow_together(bool inBatch)
    {
        const string SlowDelete = "DELETE FROM \"Cart\" WHERE pg_sleep(0.002) IS NULL"; // there are five rows
        var result = await EvaluateAsync(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new("DELETE FROM \"Cart\" WHERE \"Id\" = -1"));
            batch.BatchCommands.Add(new("INSERT INTO told SELECT 1 FROM pg_sleep(0.04)"));
            if (inBatch) await batch.ExecuteNonQueryAsync(c.Cancel);
            for (var i = 0; i < 4 && !inBatch; i++)
                await connection.ExecuteAsync(SlowDelete);
            await transaction.RollbackAsync(c.Cancel);
        })
        {
            Options = o => o.Rules.RowLocking = new() { ChangedRows = 12_000 },
        });
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("lines_of_cart", result.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 3)]
    [InlineData(19, 0)] // the first ones of a program are slow
    public void A_round_trip_is_the_quickest_of_enough_queries(int queries, int ms)
    {
        var trips = new RoundTrips();
        for (var i = 1; i < queries; i++) trips.Add(TimeSpan.FromMilliseconds(5));
        trips.Add(TimeSpan.FromMilliseconds(3));
        Assert.Equal(ms, trips.Quickest.TotalMilliseconds);
    }

    [Fact]
    public void A_slow_query_is_no_round_trip()
    {
        var trips = new RoundTrips();
        for (var i = 0; i < 20; i++) trips.Add(TimeSpan.FromMilliseconds(500));
        Assert.Equal(10, trips.Quickest.TotalMilliseconds);
    }

    private static RuleCase Case(string sql, long changedRows) => new(async c =>
    {
        await using var connection = await c.Open();
        await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
        await connection.ExecuteAsync(sql);
        await transaction.RollbackAsync(c.Cancel);
    })
    {
        Options = o => o.Rules.RowLocking = new() { ChangedRows = changedRows },
    };
}
