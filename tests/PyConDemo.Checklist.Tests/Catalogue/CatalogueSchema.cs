using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>The catalogue's own tables, next to those of <see cref="TestDatabase"/>.</summary>
internal static class CatalogueSchema
{
    public static async Task CreateAsync(TestDatabase db)
    {
        await using (var command = db.Source.CreateCommand($"{ArticleContext.Schema};{Sql}")) await command.ExecuteNonQueryAsync();
        await using var analyze = db.Source.CreateCommand("VACUUM ANALYZE");
        await analyze.ExecuteNonQueryAsync();
        await using var notAnalyzed = db.Source.CreateCommand(NotAnalyzed);
        await notAnalyzed.ExecuteNonQueryAsync();
    }

    private const string NotAnalyzed = """
        CREATE TABLE imported (id int, kind text) WITH (autovacuum_enabled = off);
        INSERT INTO imported SELECT n, 'same' FROM generate_series(1, 20000) n;
        CREATE INDEX ON imported (kind);
        """;

    private const string Sql = """
        CREATE TABLE prices (product int, valid date, price int, PRIMARY KEY (product, valid));
        INSERT INTO prices
            SELECT p, DATE '2026-01-01' + 10 * d, p + d FROM generate_series(1, 50) p, generate_series(0, 20) d;
        CREATE TABLE documents (id int PRIMARY KEY, data jsonb NOT NULL);
        INSERT INTO documents SELECT n, jsonb_build_object('slug', 'page-' || n) FROM generate_series(1, 200) n;
        CREATE TABLE events (id int, day int) PARTITION BY RANGE (day);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (1);
        CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (1) TO (2);
        CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM (2) TO (3);
        CREATE TABLE events_4 PARTITION OF events FOR VALUES FROM (3) TO (4);
        INSERT INTO events SELECT n, n % 4 FROM generate_series(1, 20000) n;
        CREATE TABLE lines (id int PRIMARY KEY, author_id int NOT NULL);
        INSERT INTO lines SELECT n, 1 + n % 200 FROM generate_series(1, 20000) n;
        CREATE INDEX ON lines (author_id);
        CREATE VIEW order_totals AS SELECT status, count(*) AS orders FROM orders GROUP BY status;
        CREATE VIEW busiest_status AS SELECT * FROM order_totals ORDER BY orders DESC LIMIT 1;
        CREATE VIEW post_cards AS SELECT p.id, p.title, a.name FROM posts p JOIN authors a ON a.id = p.author_id;
        CREATE MATERIALIZED VIEW order_totals_stored AS SELECT * FROM order_totals;
        CREATE FUNCTION count_orders() RETURNS bigint LANGUAGE plpgsql
            AS 'BEGIN RETURN (SELECT count(*) FROM orders); END';
        CREATE FUNCTION lock_jobs() RETURNS void LANGUAGE plpgsql
            AS 'BEGIN PERFORM 1 FROM jobs FOR UPDATE; END';
        CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
        CREATE TABLE carts (id int PRIMARY KEY);
        CREATE TABLE cart_lines (id int PRIMARY KEY, cart int NOT NULL REFERENCES carts ON DELETE CASCADE);
        INSERT INTO carts VALUES (1);
        INSERT INTO cart_lines SELECT n, 1 FROM generate_series(1, 20000) n;
        CREATE TABLE discounts (percent int);
        INSERT INTO discounts VALUES (1);
        CREATE FUNCTION reprice() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN UPDATE cart_lines SET cart = 1; RETURN NULL; END';
        CREATE TRIGGER reprices AFTER UPDATE ON discounts FOR EACH ROW EXECUTE FUNCTION reprice();
        CREATE TABLE audited (n int);
        CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER audited AFTER INSERT ON audited DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION audit();
        CREATE AGGREGATE product(int) (SFUNC = int4mul, STYPE = int, INITCOND = '1');
        CREATE TABLE audited_reads (n int);
        INSERT INTO articles SELECT n, 'article ' || n FROM generate_series(300, 310) n;
        INSERT INTO comments SELECT 10000 + n, 300, 'comment ' || n FROM generate_series(1, 40) n;
        INSERT INTO tags SELECT 10000 + n, 300, 'tag ' || n FROM generate_series(1, 40) n;
        INSERT INTO comments
            SELECT 100 * a + n, a, 'comment ' || n FROM generate_series(301, 310) a, generate_series(1, 12) n;
        INSERT INTO tags SELECT 100 * a + n, a, 'tag ' || n FROM generate_series(301, 310) a, generate_series(1, 12) n;
        CREATE TABLE likes AS SELECT n AS id, 301 AS article_id FROM generate_series(1, 12) n;
        CREATE VIEW article_lists AS SELECT a.id, c.id AS comment_id, t.id AS tag_id
            FROM articles a JOIN comments c ON c.article_id = a.id JOIN tags t ON t.article_id = a.id;
        -- PostgreSQL calls the cheapest function first, for each row. It takes its time for each 3,000th.
        CREATE FUNCTION unhurried(int) RETURNS boolean LANGUAGE plpgsql COST 0.0001
            AS 'BEGIN RETURN CASE WHEN $1 % 3000 = 0 THEN pg_sleep(0.013)::text = '''' ELSE true END; END';
        CREATE VIEW parcels AS SELECT id, status, amount, id * 7 AS number FROM orders WHERE unhurried(id) IS NOT NULL;
        CREATE VIEW shipments AS SELECT id, day, id * 7 AS number FROM events WHERE unhurried(2 * id) IS NOT NULL;
        CREATE MATERIALIZED VIEW stored_parcels AS SELECT id, status, id * 7 AS number FROM orders;
        CREATE FUNCTION find_parcel(int) RETURNS int LANGUAGE plpgsql
            AS 'BEGIN RETURN (SELECT id FROM parcels WHERE number = $1); END';
        """;
}
