/** What git keeps under a hash. */
export interface GitObject {
  type: 'commit' | 'tree' | 'blob' | 'tag'
  sizeBytes: number
  /** Null when it is larger than was asked for. */
  bytes: Buffer | null
}

/** A reason for which an object cannot be read, as a sentence. */
export class GitObjectError extends Error {}
