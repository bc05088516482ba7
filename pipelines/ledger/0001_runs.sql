CREATE TABLE run (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    pipeline text NOT NULL,
    trigger text NOT NULL CHECK (trigger IN ('operator', 'first')),
    state text NOT NULL CHECK (state IN ('running', 'succeeded', 'unchanged', 'failed', 'interrupted')),
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    as_of date NOT NULL,
    dry_run boolean NOT NULL,
    outcome jsonb NOT NULL DEFAULT '{}',
    findings jsonb NOT NULL DEFAULT '[]',
    published jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN run.outcome IS 'What the run did: versions, seconds, counts, months; see pipelines/runs/run.py';
COMMENT ON COLUMN run.findings IS 'Why it failed, in both languages';
COMMENT ON COLUMN run.published IS 'What publishing did with each of its datasets';
CREATE INDEX run_newest ON run (pipeline, id DESC);

CREATE TABLE run_input (
    run integer NOT NULL REFERENCES run ON DELETE CASCADE,
    kind text NOT NULL,
    source text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    fetched_at timestamptz NOT NULL
);
CREATE INDEX run_input_run ON run_input (run);
