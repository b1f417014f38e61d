import type { DocumentId } from '#contracts/dataset'
import type { Hit } from '#contracts/hit'
import type { Rule } from '#contracts/rule'
import type { TextMask } from './export/mask-text.ts'

/** What the recipe decides, as it stood when this was taken. */
export interface Decisions {
  readonly rules: readonly Rule[]
  /** 1 for each document that is kept, by id; null when nothing is dropped. */
  kept(signal?: AbortSignal): Promise<Uint8Array | null>
  /** The bounds of the signal's threshold, where no language has its own; null without one. */
  bounds(name: string, signal?: AbortSignal): Promise<{ min: number | null; max: number | null } | null>
  /** What the rules want replaced where these documents go out, by their ids. */
  masks(ids: Uint32Array, signal?: AbortSignal): Promise<ReadonlyMap<number, readonly TextMask[]>>
  /** How many rules drop each document, by id. */
  countHits(signal?: AbortSignal): Promise<Uint8Array>
  /** Whether a step has found its duplicates. */
  hasDuplicates(step: string): boolean
  /** Where each document's cluster of duplicates stands by size, the largest at 0; NaN for documents in none. Null when the step has not run. */
  clusterPlaces(of: { step: string; jaccard: number }, signal?: AbortSignal): Promise<Float32Array | null>
  /** The ids of a document's cluster of duplicates, ascending; null when it is in none, or the step has not run. */
  clusterMembers(of: { documentId: number; step: string; jaccard: number }, signal?: AbortSignal): Promise<Uint32Array | null>
  /** Why each rule that does drops the document, in the order of the rules. Fails with `document.not-found`. */
  hits(documentId: DocumentId, signal?: AbortSignal): Promise<Hit[]>
}
