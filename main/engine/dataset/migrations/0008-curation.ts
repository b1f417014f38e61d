/** What steps stored beside signals: which documents they saw, what they found where, parts of the corpus; and the runs of recipes. */
export const migration0008 = `
  -- One row for each kind of step that ran. All that is stored of it is of this one configuration, of which \`config\` is the JSON.
  CREATE TABLE step (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL UNIQUE,
    config TEXT NOT NULL,
    config_hash TEXT NOT NULL,
    -- JSON: files below the folder of the step by name, as \`prepare\` made them. Null before.
    prepared TEXT,
    -- How many documents the stored pairs, and the signals that come with them, speak of. Null where parts changed since.
    combined_count INTEGER,
    pair_count INTEGER NOT NULL DEFAULT 0,
    -- Counts the changes of pairs and findings.
    revision INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- Bit i of a piece (bit i % 8 of byte i / 8) is 1 when the step saw the document first_id + i.
  CREATE TABLE step_seen (
    step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
    first_id INTEGER NOT NULL CHECK (first_id % 65536 = 0),
    bits BLOB NOT NULL CHECK (length(bits) = 8192),
    UNIQUE (step_id, first_id)
  ) STRICT;

  -- Files in the folder of the step: each holds what it knows of the documents from first_id up to that of the next.
  CREATE TABLE step_part (
    step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
    first_id INTEGER NOT NULL,
    PRIMARY KEY (step_id, first_id)
  ) STRICT, WITHOUT ROWID;

  -- Bytes of the text, \`end\` not included.
  CREATE TABLE finding (
    step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES document (id),
    ordinal INTEGER NOT NULL,
    type TEXT NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    note TEXT,
    PRIMARY KEY (step_id, document_id, ordinal)
  ) STRICT, WITHOUT ROWID;

  -- Times are milliseconds since 1970. \`report\` is JSON.
  CREATE TABLE curation_run (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL,
    recipe TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    report TEXT
  ) STRICT;
`
