/** A job may fail more units than it lists: `failed_count` is how many; null where the list has all of them. */
export const migration0009 = `
  ALTER TABLE job ADD COLUMN failed_count INTEGER;
`
