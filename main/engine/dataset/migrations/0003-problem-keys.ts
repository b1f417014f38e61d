/** Two units of a job may read the same, such as one path in two sources: a key tells their problems apart. */
export const migration0003 = `
  CREATE TABLE job_problem_by_key (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    unit_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'skipped')),
    UNIQUE (job_id, unit_key)
  ) STRICT;
  INSERT INTO job_problem_by_key (id, job_id, unit_key, subject, reason, outcome)
    SELECT id, job_id, subject, subject, reason, outcome FROM job_problem;
  DROP TABLE job_problem;
  ALTER TABLE job_problem_by_key RENAME TO job_problem;
  CREATE INDEX job_problem_order ON job_problem (job_id, outcome, id);
`
