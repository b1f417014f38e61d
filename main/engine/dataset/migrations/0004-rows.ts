/**
 * A document is a row of a source, told apart by its ordinal there; a path may be missing or repeat. Licences and repositories are in lists
 * of their own. Runs without foreign keys: tables that others refer to are made anew.
 */
export const migration0004 = `
  -- \`location\` is JSON, as the importer of the kind wrote it.
  CREATE TABLE row_source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    location TEXT NOT NULL,
    repo TEXT,
    git_commit TEXT,
    licence TEXT,
    created_at INTEGER NOT NULL,
    document_count INTEGER NOT NULL DEFAULT 0,
    size_bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (location, kind)
  ) STRICT;
  INSERT INTO row_source (id, kind, name, location, created_at, document_count, size_bytes)
    SELECT id, 'folder', name, json_object('path', location), created_at, document_count, size_bytes FROM source;
  DROP TABLE source;
  ALTER TABLE row_source RENAME TO source;

  CREATE TABLE licence (
    id INTEGER PRIMARY KEY,
    expression TEXT NOT NULL UNIQUE,
    class TEXT NOT NULL
  ) STRICT;

  CREATE TABLE repo (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  -- Ids are 0, 1, 2 … in the order of import and are never reused: they index every column of a signal.
  CREATE TABLE document_row (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    ordinal INTEGER NOT NULL,
    path TEXT,
    language_id INTEGER NOT NULL REFERENCES language (id),
    licence_id INTEGER REFERENCES licence (id),
    repo_id INTEGER REFERENCES repo (id),
    size_bytes INTEGER NOT NULL,
    line_count INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 16),
    metadata TEXT
  ) STRICT;
  INSERT INTO document_row (id, source_id, ordinal, path, language_id, size_bytes, line_count, hash)
    SELECT id, source_id, row_number() OVER (PARTITION BY source_id ORDER BY id) - 1, path, language_id, size_bytes, line_count, hash
    FROM document ORDER BY id;
  DROP TABLE document;
  ALTER TABLE document_row RENAME TO document;
  -- What keeps a row from being imported twice.
  CREATE UNIQUE INDEX document_ordinal ON document (source_id, ordinal);
  -- Path first, so that one index finds a file of a source and sorts by path.
  CREATE INDEX document_path ON document (path, source_id);
  -- A Float32 holds integers exactly up to 2^24; the few larger sizes are looked up here.
  CREATE INDEX document_large ON document (size_bytes) WHERE size_bytes > 16777216;
`
