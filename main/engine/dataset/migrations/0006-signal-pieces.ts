/** Columns are stored in pieces of any length, so that values of new documents are added and not written into a chunk of others. */
export const migration0006 = `
  -- Little-endian Float32, NaN where missing: entry i is the value of document first_id + i. Pieces of a signal do not overlap, documents
  -- without a piece have no value, and none reaches over a multiple of 65536 documents.
  CREATE TABLE signal_piece (
    signal_id INTEGER NOT NULL REFERENCES signal (id) ON DELETE CASCADE,
    first_id INTEGER NOT NULL,
    float32 BLOB NOT NULL CHECK (length(float32) % 4 = 0 AND length(float32) BETWEEN 4 AND 262144),
    UNIQUE (signal_id, first_id)
  ) STRICT;
  INSERT INTO signal_piece (signal_id, first_id, float32)
    SELECT signal_id, chunk_index * 65536, float32 FROM signal_chunk WHERE length(float32) > 0;
  DROP TABLE signal_chunk;
`
