-- The orders are spread evenly from 2024-03-02 to 2025-11-08. A quarter of them keep their own time, and the others
-- move back by up to three places. So several orders share a created_at, and the ids are not quite in the order of the
-- times.
INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
SELECT n,
    timestamptz '2025-11-08 18:00:00+01'
        - (total - n + CASE WHEN n = total THEN 0 ELSE x % 4 END) * 53222400 / total * interval '1 second',
    1 + demo_pick(x, 1103515245, users),
    1 + demo_skew(x, 1597334677, 12),
    CASE WHEN dice < 70 THEN 'delivered' WHEN dice < 82 THEN 'shipped' WHEN dice < 91 THEN 'paid'
         WHEN dice < 96 THEN 'cancelled' WHEN dice < 99 THEN 'pending' ELSE 'refunded' END,
    1500 + demo_skew(x, 1812433253, 4000) * demo_skew(x, 1566083941, 4) * 50 + demo_skew(x, 1390208809, 600) * 50
FROM (
    SELECT n, demo_mix(n + t.shift) AS x, demo_pick(demo_mix(n + t.shift), 1664525, 100) AS dice, t.total, t.users
    FROM demo_ids('orders') AS n,
        (SELECT demo_rows('orders') AS total, demo_rows('users') AS users, demo_shift() AS shift OFFSET 0) t
    OFFSET 0
) r;
