BEGIN;
-- Durable from here on, with all that came before.
SET LOCAL synchronous_commit = on;
UPDATE demo_seed SET proof = demo_prove(), state = 'ready', ready_at = clock_timestamp();
COMMIT;
