BEGIN;
-- Both lanes of offset-pagination use this index, forwards and backwards. The id makes the order unique.
CREATE INDEX orders_by_time ON orders (created_at, id);
-- The index holds only pending jobs, so finished ones cost a claim nothing.
CREATE INDEX jobs_pending ON jobs (id) WHERE status = 'pending';
CREATE UNIQUE INDEX products_by_image ON products (image_hash);

ALTER TABLE posts ADD FOREIGN KEY (author_id) REFERENCES users;
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;
COMMIT;
