/** The first schema: documents with their text, signals, labels, recipe revisions and jobs. Times are milliseconds since 1970. */
export const migration0001 = `
  CREATE TABLE project (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
  ) STRICT;

  -- Small values of other parts of the program, one key each.
  CREATE TABLE project_value (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The counts are kept with every batch of documents, so that opening a project counts nothing.
  CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    location TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    document_count INTEGER NOT NULL DEFAULT 0,
    size_bytes INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE language (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  -- Ids are 0, 1, 2 … in the order of import and are never reused: they index every column of a signal.
  CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    language_id INTEGER NOT NULL REFERENCES language (id),
    path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    line_count INTEGER NOT NULL,
    licence TEXT,
    repo TEXT,
    hash BLOB NOT NULL CHECK (length(hash) = 16)
  ) STRICT;
  -- Path first, so that one index keeps a file from being imported twice and sorts by path.
  CREATE UNIQUE INDEX document_path ON document (path, source_id);
  -- A Float32 holds integers exactly up to 2^24; the few larger sizes are looked up here.
  CREATE INDEX document_large ON document (size_bytes) WHERE size_bytes > 16777216;

  -- Apart from \`document\`, so that reading rows does not read texts.
  CREATE TABLE document_text (
    document_id INTEGER PRIMARY KEY REFERENCES document (id),
    zstd BLOB NOT NULL
  ) STRICT;

  -- \`internal\` signals are columns that the program keeps for itself, such as the language.
  CREATE TABLE signal (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    unit TEXT NOT NULL,
    description TEXT NOT NULL,
    producer TEXT NOT NULL,
    producer_config_hash TEXT NOT NULL,
    stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)),
    internal INTEGER NOT NULL DEFAULT 0 CHECK (internal IN (0, 1)),
    value_count INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- Little-endian Float32, NaN where missing: document i is entry i % 65536 of chunk i / 65536. A chunk may end early; the rest is missing.
  CREATE TABLE signal_chunk (
    signal_id INTEGER NOT NULL REFERENCES signal (id) ON DELETE CASCADE,
    chunk_index INTEGER NOT NULL,
    float32 BLOB NOT NULL CHECK (length(float32) % 4 = 0 AND length(float32) <= 262144),
    UNIQUE (signal_id, chunk_index)
  ) STRICT;

  CREATE TABLE label (
    document_id INTEGER PRIMARY KEY REFERENCES document (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('keep', 'drop', 'unsure')),
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
  ) STRICT;

  -- The recipe as YAML after each change.
  CREATE TABLE recipe_revision (
    id INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL,
    text TEXT NOT NULL
  ) STRICT;

  CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'interrupted', 'done', 'failed', 'cancelled')),
    parameters TEXT NOT NULL,
    cursor TEXT,
    unit TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER,
    summary TEXT,
    failure TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;

  CREATE TABLE job_problem (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (job_id, subject)
  ) STRICT;
  CREATE INDEX job_problem_order ON job_problem (job_id, id);
`
