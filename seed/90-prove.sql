-- These are the queries that the demo relies on, and the index that each must use.
BEGIN;

CREATE TABLE demo_queries (
    name text PRIMARY KEY, sql text NOT NULL, index_name text NOT NULL, index_cond boolean NOT NULL);
COMMENT ON TABLE demo_queries IS 'PyConDemo: queries and the index that must serve each';
INSERT INTO demo_queries VALUES
    ('keyset page',
        $$SELECT * FROM orders WHERE (created_at, id) < ('2025-03-01 00:00+00', 5000)
        ORDER BY created_at DESC, id DESC LIMIT 50$$,
        'orders_by_time', true),
    ('keyset page back',
        $$SELECT * FROM orders WHERE (created_at, id) > ('2025-03-01 00:00+00', 5000)
        ORDER BY created_at, id LIMIT 50$$,
        'orders_by_time', true),
    ('OFFSET page', $$SELECT * FROM orders ORDER BY created_at DESC, id DESC LIMIT 50 OFFSET 50$$,
        'orders_by_time', false),
    ('order by id', $$SELECT * FROM orders WHERE id = 500$$, 'orders_pkey', true),
    ('post by id', $$SELECT * FROM posts WHERE id = 500$$, 'posts_pkey', true),
    ('user by id', $$SELECT * FROM users WHERE id = 500$$, 'users_pkey', true),
    ('image by hash', $$SELECT image FROM products WHERE image_hash = 'x'$$, 'products_by_image', true),
    ('claim', $$SELECT id FROM jobs WHERE status = 'pending' ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED$$,
        'jobs_pending', false);

CREATE FUNCTION demo_prove() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    pin record;
    got record;
    query record;
    plan json;
    proof text := '';
BEGIN
    FOR pin IN SELECT p.*, s.seed FROM demo_pins p JOIN demo_seed s USING (scale) ORDER BY p.table_name COLLATE "C" LOOP
        SELECT * INTO got FROM demo_checksum(pin.table_name);
        IF (got.rows, CASE WHEN pin.seed = 0 THEN got.checksum ELSE pin.checksum END)
            IS DISTINCT FROM (pin.rows, pin.checksum) THEN
            RAISE EXCEPTION 'The seeded data is wrong: % has % rows with checksum %, expected % with %.',
                pin.table_name, got.rows, got.checksum, pin.rows, pin.checksum USING ERRCODE = 'PD002';
        END IF;
        proof := proof || format('%s: %s rows, checksum %s; ', pin.table_name, got.rows, got.checksum);
    END LOOP;
    FOR query IN SELECT * FROM demo_queries LOOP
        EXECUTE 'EXPLAIN (FORMAT JSON) ' || query.sql INTO plan;
        -- ** visits every node of the plan. A "lax" path looks into arrays by itself.
        IF NOT jsonb_path_exists(plan::jsonb,
                '$.** ? (@."Index Name" == $name && ($free == true || exists(@."Index Cond")))',
                jsonb_build_object('name', query.index_name, 'free', NOT query.index_cond)) THEN
            RAISE EXCEPTION 'The seeded data is wrong: the query "%" does not use the index %.',
                query.name, query.index_name USING ERRCODE = 'PD002';
        END IF;
        proof := proof || format('%s: %s; ', query.name, query.index_name);
    END LOOP;
    RETURN proof;
END $$;
COMMENT ON FUNCTION demo_prove IS 'PyConDemo: counts, checksums and plans, or an error';

COMMIT;
