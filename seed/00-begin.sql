-- This file goes on only in an empty database, or in one that has our marker and the same seed version (demo.version).
-- demo.owned = on says that the server is ours. Then data of another version is replaced, too.
-- It drops only objects that have our marker.
SET client_min_messages = warning;
SET TimeZone = 'UTC';
-- The write-ahead log is one sequence: when the last commit, which says 'ready', is flushed, so is everything before
-- it.
SET synchronous_commit = off;
-- With this the sorts for the indexes fit in memory. With the default of 64 MB they spill from about a million rows on.
SET maintenance_work_mem = '256MB';

DO $begin$
DECLARE
    scale text := coalesce(nullif(current_setting('demo.scale', true), ''), 'medium');
    seed text := coalesce(nullif(current_setting('demo.seed', true), ''), '0');
    version text := coalesce(nullif(current_setting('demo.version', true), ''), 'by hand');
    owned boolean := coalesce(nullif(current_setting('demo.owned', true), ''), 'off') = 'on';
    found text;
    doomed record;
BEGIN
    IF scale NOT IN ('small', 'twice', 'medium', 'large') THEN
        RAISE EXCEPTION 'demo.scale is "%": use small, twice, medium or large.', scale USING ERRCODE = 'PD001';
    END IF;
    IF seed !~ '^[0-9]{1,6}$' THEN
        RAISE EXCEPTION 'demo.seed is "%": use a number from 0 to 999,999.', seed USING ERRCODE = 'PD001';
    END IF;
    IF NOT pg_try_advisory_lock(778469, 1) THEN
        RAISE EXCEPTION 'Another process is seeding this database.' USING ERRCODE = 'PD001';
    END IF;

    IF obj_description(to_regclass('demo_seed'), 'pg_class') LIKE 'PyConDemo%' THEN
        EXECUTE 'SELECT s.version FROM demo_seed s' INTO found;
        IF found <> version AND NOT owned THEN
            RAISE EXCEPTION 'Database "%" holds the demo data of another version (%, this is %): '
                'use an empty database, or drop and create this one.',
                current_database(), found, version USING ERRCODE = 'PD001';
        END IF;
    ELSE
        SELECT string_agg(o.name, ', ') INTO found FROM (
            SELECT u.name FROM (
                SELECT 'pg_class'::regclass AS catalog, c.oid, c.relnamespace AS namespace,
                    c.oid::regclass::text AS name
                FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, p.pronamespace, p.oid::regprocedure::text FROM pg_proc p
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, t.typnamespace, t.oid::regtype::text
                FROM pg_type t WHERE t.typtype IN ('d', 'e', 'r')
                UNION ALL
                SELECT 'pg_namespace'::regclass, n.oid, n.oid, 'schema ' || n.nspname
                FROM pg_namespace n WHERE n.nspname <> 'public'
            ) u
            JOIN pg_namespace n ON n.oid = u.namespace
                AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'
            WHERE NOT EXISTS (
                SELECT FROM pg_depend d WHERE d.classid = u.catalog AND d.objid = u.oid AND d.deptype = 'e')
            UNION ALL
            SELECT 'large object ' || l.oid FROM pg_largeobject_metadata l
            LIMIT 3
        ) o;
        IF found IS NOT NULL THEN
            RAISE EXCEPTION 'Database "%" is not empty (it holds %, for example) and is not ours. '
                'Nothing was changed. Use an empty database.',
                current_database(), found USING ERRCODE = 'PD001';
        END IF;
    END IF;

    -- There is no CASCADE: somebody else's view or key on our tables causes an error, and isn't dropped with them.
    FOR doomed IN
        SELECT v.kind, string_agg(c.oid::regclass::text, ', ') AS names
        FROM (VALUES ('v', 1, 'VIEW'), ('m', 2, 'MATERIALIZED VIEW'), ('r', 3, 'TABLE')) v (relkind, step, kind)
        JOIN pg_class c ON c.relkind::text = v.relkind AND obj_description(c.oid, 'pg_class') LIKE 'PyConDemo%'
        GROUP BY v.kind, v.step ORDER BY v.step
    LOOP
        EXECUTE format('DROP %s %s', doomed.kind, doomed.names);
    END LOOP;
    SELECT string_agg(p.oid::regprocedure::text, ', ') INTO found
    FROM pg_proc p WHERE obj_description(p.oid, 'pg_proc') LIKE 'PyConDemo%';
    IF found IS NOT NULL THEN
        EXECUTE format('DROP FUNCTION %s', found);
    END IF;

    CREATE TABLE demo_seed (
        version text NOT NULL, scale text NOT NULL, seed bigint NOT NULL,
        state text NOT NULL CHECK (state IN ('loading', 'ready')),
        started_at timestamptz NOT NULL, ready_at timestamptz, proof text);
    COMMENT ON TABLE demo_seed IS 'PyConDemo: the marker, whose one row says which data this database holds';
    -- This is the only use of a clock in the seed. It says when the data was loaded, and no row depends on it.
    INSERT INTO demo_seed VALUES (version, scale, seed::bigint, 'loading', clock_timestamp());
END
$begin$;
