INSERT INTO jobs (id, payload, created_at)
SELECT n,
    '{"kind":"' || (ARRAY['receipt', 'sms', 'invoice', 'thumbnail', 'webhook'])[1 + demo_skew(x, 1597334677, 5)]
        || '","order":' || 1 + demo_pick(x, 1103515245, orders) || ',"note":"' || md5(n::text) || '"}',
    timestamptz '2025-11-08 18:00:00+01' - (total - n) * interval '1 second'
FROM (
    SELECT n, demo_mix(n + t.shift) AS x, t.total, t.orders
    FROM demo_ids('jobs') AS n,
        (SELECT demo_rows('jobs') AS total, demo_rows('orders') AS orders, demo_shift() AS shift OFFSET 0) t
    OFFSET 0
) r;
