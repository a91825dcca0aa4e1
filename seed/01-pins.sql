-- The expected number of rows of each table, and the expected checksum. A checksum is the sum of a digest over all
-- rows, so the order of the rows doesn't matter. The checksums are those of demo.seed 0, which is the data of every
-- demo. Another seed gives as many rows with other values.
BEGIN;

CREATE TABLE demo_pins (
    scale text NOT NULL, table_name text NOT NULL, rows bigint NOT NULL, checksum numeric NOT NULL,
    PRIMARY KEY (scale, table_name));
COMMENT ON TABLE demo_pins IS 'PyConDemo: expected rows and checksums';
INSERT INTO demo_pins (scale, table_name, rows, checksum) VALUES
    ('small', 'users', 2000, 281398070325681401),
    ('small', 'posts', 2000, 277894406968807996),
    ('small', 'orders', 10000, 5427446578933073844),
    ('small', 'products', 200, 29665239383068664),
    ('small', 'jobs', 2000, 279623654394004173),
    ('twice', 'users', 4000, 558680742065718842),
    ('twice', 'posts', 4000, 564401456263083412),
    ('twice', 'orders', 20000, 10729012757405286382),
    ('twice', 'products', 400, 58616843216317991),
    ('twice', 'jobs', 4000, 563872351480769066),
    ('medium', 'users', 100000, 14062545620340360572),
    ('medium', 'posts', 100000, 14033065697512486553),
    ('medium', 'orders', 1000000, 537991880263430526954),
    ('medium', 'products', 2000, 288945784856437143),
    ('medium', 'jobs', 50000, 7056666419861044503),
    ('large', 'users', 1000000, 140752694566860109632),
    ('large', 'posts', 1000000, 140621988905658095496),
    ('large', 'orders', 10000000, 5368771501921689858548),
    ('large', 'products', 2000, 288945784856437143),
    ('large', 'jobs', 500000, 70340194661880716098);

-- The digest of a row, as SQL. There are many orders, so their digest is arithmetic on their numbers, which is five
-- times as fast as md5 over their text.
CREATE TABLE demo_digests (table_name text PRIMARY KEY, digest text NOT NULL);
COMMENT ON TABLE demo_digests IS 'PyConDemo: SQL for the digest of a row';
INSERT INTO demo_digests VALUES
    ('users', $$demo_digest(concat_ws('|', id, name, email, city, date_part('epoch', created_at)::bigint))$$),
    ('posts', $$demo_digest(concat_ws('|', id, author_id, title, body, date_part('epoch', created_at)::bigint))$$),
    ('orders', $$demo_mix(id) * (1 + (user_id * 31 + (amount * 100)::bigint * 7 + item_count * 1009
        + length(status) * 5003 + ascii(status) * 7001 + date_part('epoch', created_at)::bigint * 13) % 1000003)$$),
    ('products', $$demo_digest(concat_ws('|', id, sku, name, brand, category, price, cost_price, description, specs,
        supplier, warehouse_notes, barcode, weight_grams, dimensions, tax_class, seo_title, seo_description,
        return_policy, image_type, image_hash, date_part('epoch', created_at)::bigint,
        date_part('epoch', updated_at)::bigint, image_hash = encode(sha256(image), 'hex')))$$),
    ('jobs', $$demo_digest(concat_ws('|', id, status, payload, date_part('epoch', created_at)::bigint, attempts,
        lease_until IS NULL, claimed_by IS NULL, finished_at IS NULL, last_error IS NULL))$$);

CREATE FUNCTION demo_checksum(of_table text, OUT rows bigint, OUT checksum numeric) LANGUAGE plpgsql STABLE AS $$
BEGIN
    EXECUTE format('SELECT count(*), sum(%s) FROM %I',
            (SELECT d.digest FROM demo_digests d WHERE d.table_name = of_table), of_table)
        INTO rows, checksum;
END $$;
COMMENT ON FUNCTION demo_checksum IS 'PyConDemo: what a table holds now';

COMMIT;
