-- Starts empty. Hangfire's own tables are its own affair: it makes them in the schema hangfire, after the seed, beside ours.
BEGIN;

CREATE TABLE reports (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    month date NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'ready', 'failed')),
    accepted_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    attempts int NOT NULL DEFAULT 0,
    reason text,
    pdf_key text CHECK (pdf_key IS NOT NULL OR state <> 'ready'));
-- The backlog and a report's place in it are counted here: finished reports cost nothing.
CREATE INDEX reports_unfinished ON reports (id) WHERE state IN ('queued', 'running');
COMMENT ON TABLE reports IS 'PyConDemo: reports asked for; the PDF is in the object store under pdf_key';

COMMIT;
