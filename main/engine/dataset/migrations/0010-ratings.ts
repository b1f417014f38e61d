/** What models said of documents. Ratings of one model stay when another one rates. */
export const migration0010 = `
  -- A model with a rubric. All that the values depend on beside the document, but for the name, which is for people.
  CREATE TABLE rater (
    id INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    rubric TEXT NOT NULL,
    max_tokens INTEGER NOT NULL,
    UNIQUE (fingerprint, rubric, max_tokens)
  ) STRICT;

  -- probabilities: Float32, little-endian, of the ratings 0 to 5 among all that the model could have said. rated_at is milliseconds since 1970.
  CREATE TABLE rating (
    rater_id INTEGER NOT NULL REFERENCES rater (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES document (id),
    job_id INTEGER NOT NULL,
    probabilities BLOB NOT NULL CHECK (length(probabilities) = 24),
    read_tokens INTEGER NOT NULL,
    is_cut INTEGER NOT NULL CHECK (is_cut IN (0, 1)),
    rated_at INTEGER NOT NULL,
    PRIMARY KEY (rater_id, document_id)
  ) STRICT, WITHOUT ROWID;
`
