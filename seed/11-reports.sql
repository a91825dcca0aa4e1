-- This table starts empty. Hangfire creates its own tables after the seed, in the schema hangfire.
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
-- The length of the queue and a report's position are counted with this index, so finished reports cost nothing.
CREATE INDEX reports_unfinished ON reports (id) WHERE state IN ('queued', 'running');
COMMENT ON TABLE reports IS 'PyConDemo: requested reports; the PDF is in the object store under pdf_key';

COMMIT;
