import type { DocumentId } from '#contracts/dataset'
import type { Hit } from '#contracts/hit'
import type { RuleDrops } from '../../platform/tuning-kernel.ts'

/**
 * Documents that a rule drops, as segments of an order. The order is the same object as long as it lists the same documents in the same
 * order.
 */
export type DropList = Pick<RuleDrops, 'order' | 'segments'>

/** A rule made ready for the documents and values of a snapshot: the one answer to what it drops, whoever asks. */
export interface ReadyRule {
  readonly drops: DropList
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

const nothing: DropList = { order: new Uint32Array(), segments: new Uint32Array() }

/** A rule that has nothing to go by. */
export function createWaitingRule(waitsFor: string | null): ReadyRule {
  return { drops: nothing, bounds: null, waitsFor, explain: () => null }
}

/** Exactly these documents. */
export function dropAll(ids: Uint32Array): DropList {
  return { order: ids, segments: Uint32Array.of(0, ids.length, ids.length, ids.length) }
}

/** Calls back for every document that is dropped. */
export function forEachDropped({ order, segments }: DropList, visit: (id: number) => void): void {
  for (let segment = 0; segment < segments.length; segment += 4) {
    const [from = 0, start = 0, end = 0, to = 0] = segments.subarray(segment, segment + 4)
    for (let place = from; place < start; place++) visit(order[place] as number)
    for (let place = end; place < to; place++) visit(order[place] as number)
  }
}
