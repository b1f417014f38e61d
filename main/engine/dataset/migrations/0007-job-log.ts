/** What a job did and when, in sentences: read when something went otherwise than a person expected. */
export const migration0007 = `
  CREATE TABLE job_log (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX job_log_order ON job_log (job_id, id);
`
