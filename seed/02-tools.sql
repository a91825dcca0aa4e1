-- Functions that the other files share: the number of rows, the part of the rows to load now, and arithmetic that
-- replaces random numbers.
BEGIN;

CREATE FUNCTION demo_rows(of_table text) RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT p.rows FROM demo_pins p, demo_seed s WHERE p.scale = s.scale AND p.table_name = of_table $$;
COMMENT ON FUNCTION demo_rows IS 'PyConDemo: rows of a table at this scale';

-- The start of the arithmetic. Another seed value gives other rows, for checks on data that nobody has seen before.
CREATE FUNCTION demo_shift() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT s.seed * 1000003 FROM demo_seed s $$;
COMMENT ON FUNCTION demo_shift IS 'PyConDemo: what is added to row numbers before they are scattered';

-- The rows of demo.part (from 0) of demo.parts. Without these settings one part has all rows. Any split gives the same
-- rows.
CREATE FUNCTION demo_ids(of_table text) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    parts bigint := coalesce(nullif(current_setting('demo.parts', true), ''), '1');
    part bigint := coalesce(nullif(current_setting('demo.part', true), ''), '0');
    total bigint := demo_rows(of_table);
BEGIN
    RETURN QUERY SELECT generate_series(total * part / parts + 1, total * (part + 1) / parts);
END $$;
COMMENT ON FUNCTION demo_ids IS 'PyConDemo: the row numbers to load in this part';

-- Integer arithmetic below 2^62 gives the same values on every machine and version, unlike random() or the hash
-- functions. Squaring modulo the prime 2^31 - 1 scatters the sequence. The functions are inlined, so a row costs
-- nanoseconds.
CREATE FUNCTION demo_mix(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ((n * 48271 + 11) % 2147483647) * ((n * 48271 + 11) % 2147483647) % 2147483647 $$;
COMMENT ON FUNCTION demo_mix IS 'PyConDemo: a row number, scattered over 0 … 2^31 - 2';

CREATE FUNCTION demo_pick(mixed bigint, draw bigint, choices bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT mixed * draw % 2147483647 % choices $$;
COMMENT ON FUNCTION demo_pick IS 'PyConDemo: 0 … choices - 1; another large draw (below 2^31) gives another choice';

-- Low numbers are more frequent: half of all picks fall into the first quarter.
CREATE FUNCTION demo_skew(mixed bigint, draw bigint, choices bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (mixed * draw % 2147483647 % 65536) * (mixed * draw % 2147483647 % 65536) * choices >> 32 $$;
COMMENT ON FUNCTION demo_skew IS 'PyConDemo: 0 … choices - 1, the low ones more often';

CREATE FUNCTION demo_digest(words text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ('x' || left(md5(words), 12))::bit(48)::bigint $$;
COMMENT ON FUNCTION demo_digest IS 'PyConDemo: 48 bits of md5, for checksums';

COMMIT;
