-- The good lane of hot-aggregations reads this view. It is filled here, because REFRESH … CONCURRENTLY refuses a view
-- that was never filled.
BEGIN;

CREATE MATERIALIZED VIEW dashboard AS
WITH
    -- The interval is in hours, because the length of a day depends on the session's time zone.
    last_30_days AS (SELECT max(created_at) - interval '720 hours' AS start FROM orders),
    per_status AS (
        SELECT o.status, count(*) AS orders, sum(o.amount) AS amount,
            sum(o.amount) FILTER (WHERE o.created_at > l.start) AS lately
        FROM orders o, last_30_days l
        GROUP BY o.status),
    -- Revenue is what customers paid and kept. Pending, cancelled and refunded orders don't count.
    sold AS (SELECT * FROM per_status WHERE status IN ('paid', 'shipped', 'delivered')),
    per_city AS (
        SELECT u.city, count(*) AS orders, sum(o.amount) AS revenue
        FROM orders o JOIN users u ON u.id = o.user_id
        WHERE o.status IN ('paid', 'shipped', 'delivered')
        GROUP BY u.city
        ORDER BY revenue DESC, u.city
        LIMIT 5)
SELECT
    1 AS id,
    -- The time at which the data was read, so that every answer can say how old it is.
    statement_timestamp() AS as_of,
    (SELECT count(*) FROM users) AS users,
    (SELECT coalesce(sum(orders), 0)::bigint FROM per_status) AS orders,
    (SELECT coalesce(sum(amount), 0) FROM sold) AS revenue,
    (SELECT coalesce(sum(lately), 0) FROM sold) AS recent_revenue,
    (SELECT coalesce(
            jsonb_agg(jsonb_build_object('status', status, 'orders', orders) ORDER BY orders DESC, status), '[]')
        FROM per_status) AS orders_by_status,
    (SELECT coalesce(
            jsonb_agg(jsonb_build_object('city', city, 'orders', orders, 'revenue', revenue)
                ORDER BY revenue DESC, city), '[]')
        FROM per_city) AS top_cities;
COMMENT ON MATERIALIZED VIEW dashboard
    IS 'PyConDemo: the dashboard of hot-aggregations, one row; the program refreshes it';

-- CONCURRENTLY requires a unique index on plain columns and without WHERE.
CREATE UNIQUE INDEX dashboard_id ON dashboard (id);

COMMIT;
