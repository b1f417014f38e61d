import type { DocumentId } from '#contracts/dataset'
import type { Hit } from '#contracts/hit'

/** Documents that a rule drops: those of `order` before `start`, and those from `end` on. */
export interface DropStretch {
  /** The same object as long as it lists the same documents in the same order; the caller does not write to it. */
  readonly order: Uint32Array
  readonly start: number
  readonly end: number
}

/** A rule made ready for the documents and values of a snapshot: the one answer to what it drops, whoever asks. */
export interface ReadyRule {
  readonly drops: DropStretch
  /** Where the rule's bounds stand; null for rules without bounds. */
  readonly bounds: ReadyBounds | null
  /** What it reads and the project lacks, as a sentence; such a rule drops nothing. */
  readonly waitsFor: string | null
  /** Why it drops the document; null when it does not. */
  explain(documentId: DocumentId): Hit | null | Promise<Hit | null>
}

/** Bounds that hold where no language has its own, as numbers; null without one. Percentiles are 0 to 100. */
export interface ReadyBounds {
  readonly signal: string
  readonly min: number | null
  readonly max: number | null
  readonly minPercentile: number | null
  readonly maxPercentile: number | null
}

const nothing = new Uint32Array()

/** A rule that has nothing to go by. */
export function createWaitingRule(waitsFor: string | null): ReadyRule {
  return { drops: { order: nothing, start: 0, end: 0 }, bounds: null, waitsFor, explain: () => null }
}

/** A stretch of exactly these documents. */
export function dropAll(ids: Uint32Array): DropStretch {
  return { order: ids, start: ids.length, end: ids.length }
}

/** Calls back for every document of a stretch. */
export function forEachDropped({ order, start, end }: DropStretch, visit: (id: number) => void): void {
  for (let place = 0; place < start; place++) visit(order[place] as number)
  for (let place = end; place < order.length; place++) visit(order[place] as number)
}
