-- For the rescue of expired claims: it looks every few seconds, and must not read the finished jobs to find nothing.
CREATE INDEX jobs_claimed ON jobs (lease_until) WHERE status = 'claimed';
