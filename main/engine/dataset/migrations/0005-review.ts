import { zstdCompressSync } from 'node:zlib'
import type { WritableDatabase } from '../../platform/sqlite.ts'

/** Labels as a column (docs/decisions says why), and the history of edits. Times are milliseconds since 1970. */
const tables = `
  -- When, and under which recipe, a person said something of documents.
  CREATE TABLE label_origin (
    id INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL,
    recipe TEXT NOT NULL
  ) STRICT;

  -- 65536 documents of one byte each (0 none, 1 keep, 2 drop, 3 unsure), then their origins as little-endian Uint32 (0 none).
  CREATE TABLE label_chunk (
    chunk_index INTEGER PRIMARY KEY,
    zstd BLOB NOT NULL
  ) STRICT;

  CREATE TABLE label_note (
    document_id INTEGER PRIMARY KEY REFERENCES document (id),
    note TEXT NOT NULL
  ) STRICT;

  -- One step of undo. \`project_value\` says under 'edit.current' up to which of them everything is done.
  CREATE TABLE edit (
    id INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL,
    title TEXT NOT NULL
  ) STRICT;

  -- What takes a done edit back, or does one again that was taken back: origins, places in the chunk (Uint16, each as its distance
  -- from the one before), verdicts.
  CREATE TABLE edit_label_chunk (
    edit_id INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    chunk_index INTEGER NOT NULL,
    zstd BLOB NOT NULL,
    PRIMARY KEY (edit_id, chunk_index)
  ) STRICT, WITHOUT ROWID;

  -- The same for a value of one document: null where it had none.
  CREATE TABLE edit_value (
    edit_id INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES document (id),
    field TEXT NOT NULL CHECK (field IN ('note', 'metadata')),
    value TEXT,
    PRIMARY KEY (edit_id, document_id, field)
  ) STRICT, WITHOUT ROWID;
`

const chunkLength = 65_536
const verdicts = ['keep', 'drop', 'unsure']

interface LabelRow {
  document_id: number
  verdict: string
  note: string
  created_at: number
}

/** Also moves the rows of \`label\`, which no program wrote, into the new tables. They are from a time without a recipe's version. */
export function migration0005(database: WritableDatabase): void {
  database.exec(tables)
  const addOrigin = database.prepare("INSERT INTO label_origin (created_at, recipe) VALUES (?, '')")
  const addNote = database.prepare('INSERT INTO label_note (document_id, note) VALUES (?, ?)')
  const chunks = new Map<number, { verdicts: Uint8Array; origins: Uint32Array }>()
  for (const row of database.prepare<[], LabelRow>('SELECT * FROM label ORDER BY document_id').all()) {
    const chunkIndex = Math.floor(row.document_id / chunkLength)
    const chunk = chunks.get(chunkIndex) ?? { verdicts: new Uint8Array(chunkLength), origins: new Uint32Array(chunkLength) }
    chunks.set(chunkIndex, chunk)
    const place = row.document_id % chunkLength
    chunk.verdicts[place] = verdicts.indexOf(row.verdict) + 1
    chunk.origins[place] = Number(addOrigin.run(row.created_at).lastInsertRowid)
    if (row.note !== '') addNote.run(row.document_id, row.note)
  }
  const addChunk = database.prepare('INSERT INTO label_chunk (chunk_index, zstd) VALUES (?, ?)')
  for (const [chunkIndex, chunk] of chunks) {
    addChunk.run(chunkIndex, zstdCompressSync(Buffer.concat([chunk.verdicts, new Uint8Array(chunk.origins.buffer)])))
  }
  database.exec('DROP TABLE label')
}
