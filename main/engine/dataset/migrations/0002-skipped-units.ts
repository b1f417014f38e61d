/** Units that a job passed over are listed beside those that failed, after them. */
export const migration0002 = `
  ALTER TABLE job_problem ADD COLUMN outcome TEXT NOT NULL DEFAULT 'failed' CHECK (outcome IN ('failed', 'skipped'));
  DROP INDEX job_problem_order;
  CREATE INDEX job_problem_order ON job_problem (job_id, outcome, id);
`
