import type { DocumentId, Sample } from '#contracts/dataset'

/** What the recipe decides, as it stood when this was taken. */
export interface Decisions {
  /** 1 for each document that is kept, by id; null when nothing is dropped. */
  kept(signal?: AbortSignal): Promise<Uint8Array | null>
  /** Every bound that the document falls outside of, in the order of the cuts. Fails with `document.not-found`. */
  hits(documentId: DocumentId, signal?: AbortSignal): Promise<Sample['hits']>
}
