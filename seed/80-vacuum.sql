-- VACUUM can't run inside a transaction, so this file is one statement. It sets the visibility map. Without the map,
-- index-only scans read the table.
VACUUM (ANALYZE) users, posts, orders, products, jobs, reports;
