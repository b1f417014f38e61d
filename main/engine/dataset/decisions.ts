import type { DocumentId, Sample } from '#contracts/dataset'
import type { Cut } from '#contracts/recipe'

/** What the recipe decides, as it stood when this was taken. */
export interface Decisions {
  readonly cuts: readonly Cut[]
  /** 1 for each document that is kept, by id; null when nothing is dropped. */
  kept(signal?: AbortSignal): Promise<Uint8Array | null>
  /** How many cuts each document falls outside of, by id. */
  countHits(signal?: AbortSignal): Promise<Uint8Array>
  /** Every bound that the document falls outside of, in the order of the cuts. Fails with `document.not-found`. */
  hits(documentId: DocumentId, signal?: AbortSignal): Promise<Sample['hits']>
}
