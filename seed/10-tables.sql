-- The tables have no keys or indexes yet. Created before the load, they would make it five times as long.
BEGIN;

CREATE TABLE users (
    id int NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    city text NOT NULL,
    created_at timestamptz NOT NULL);
COMMENT ON TABLE users IS 'PyConDemo: customers and authors';

CREATE TABLE posts (
    id int NOT NULL,
    author_id int NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL);
COMMENT ON TABLE posts IS 'PyConDemo: few authors write most of them';

CREATE TABLE orders (
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    user_id int NOT NULL,
    item_count int NOT NULL,
    status text NOT NULL,
    amount numeric(12, 2) NOT NULL);
COMMENT ON TABLE orders IS 'PyConDemo: amounts in NGN; several orders share a created_at';

CREATE TABLE products (
    id int NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    brand text NOT NULL,
    category text NOT NULL,
    price numeric(12, 2) NOT NULL,
    cost_price numeric(12, 2) NOT NULL,
    description text NOT NULL,
    specs jsonb NOT NULL,
    supplier text NOT NULL,
    warehouse_notes text NOT NULL,
    barcode text NOT NULL,
    weight_grams int NOT NULL,
    dimensions text NOT NULL,
    tax_class text NOT NULL,
    seo_title text NOT NULL,
    seo_description text NOT NULL,
    return_policy text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    image bytea NOT NULL,
    image_type text NOT NULL,
    image_hash text NOT NULL);
-- A JPEG is compressed already. A second compression would only cost time.
ALTER TABLE products ALTER image SET STORAGE EXTERNAL;
COMMENT ON TABLE products IS 'PyConDemo: prices in NGN; image_hash is the SHA-256 of image in hex';

CREATE TABLE jobs (
    id bigint NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    payload text NOT NULL,
    created_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    lease_until timestamptz,
    claimed_by text,
    finished_at timestamptz,
    last_error text);
COMMENT ON TABLE jobs IS 'PyConDemo: a queue; all pending at first';

COMMIT;
