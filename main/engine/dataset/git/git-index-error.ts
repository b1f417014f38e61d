/** A reason for which an index cannot be read, as a sentence. */
export class GitIndexError extends Error {}
