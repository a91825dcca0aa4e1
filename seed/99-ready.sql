BEGIN;
-- This commit is flushed to the disk, and everything before it as well.
SET LOCAL synchronous_commit = on;
UPDATE demo_seed SET proof = demo_prove(), state = 'ready', ready_at = clock_timestamp();
COMMIT;
