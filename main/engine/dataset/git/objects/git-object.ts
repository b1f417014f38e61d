/** What git keeps under a hash. */
export interface GitObject {
  type: 'commit' | 'tree' | 'blob' | 'tag'
  sizeBytes: number
  /** Null when it is larger than was asked for. */
  bytes: Buffer | null
}

/** What claims to be larger is not unpacked: it is held in memory as a whole, and a few bytes can claim anything. */
export const maxUnpackedBytes = 1024 ** 3

/** A reason for which an object cannot be read, as a sentence. */
export class GitObjectError extends Error {}
