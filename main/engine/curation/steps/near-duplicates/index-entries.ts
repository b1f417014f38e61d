import type { DocumentBatch } from '#native'

/** What was added to an index: entry `i` stands for documents of the corpus, and has the id `i` in the index. */
export interface IndexEntries {
  /** For each entry the smallest id of its documents, ascending: what pairs are named by. */
  readonly ids: Uint32Array
  /** For each place in the corpus its entry. */
  readonly entryOf: Uint32Array
  /** As many entries as are in memory at once when they are compared. */
  readonly maxRead: number
  /** The texts of entries. */
  read(entries: Uint32Array): Promise<DocumentBatch>
}

export interface AddOptions {
  readonly permutations: number
  readonly memoryBytes: number
  readonly signal: AbortSignal
  progress(fraction: number): void
}
