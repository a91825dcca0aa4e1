-- Expired claims are searched every few seconds. With this index the search doesn't read the finished jobs.
CREATE INDEX jobs_claimed ON jobs (lease_until) WHERE status = 'claimed';
