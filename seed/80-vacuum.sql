-- One statement: VACUUM runs outside transactions. Sets the visibility map, without which index-only scans read the table.
VACUUM (ANALYZE) users, posts, orders, products, jobs, reports;
