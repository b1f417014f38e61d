import { getAddon } from '../base/load-addon.ts'

/** What a rule drops. Equal keys are the same rule, which moves instead of beginning anew while its order is the same object. */
export type RuleDrops = {
  readonly key: string
  /** Document ids, none of them twice. Nobody writes to the array while the rule is in force. */
  readonly order: Uint32Array
  /**
   * Four places in `order` for each segment: `from`, `start`, `end`, `to`. Dropped are the documents from `from` to `start` and from `end`
   * to `to`. Segments ascend and do not overlap.
   */
  readonly segments: Uint32Array
}

/** A number of documents and their bytes. */
export type DocumentAmount = { documents: number; bytes: number }

/** What one rule does. */
export type RuleEffectAmounts = {
  /** Whatever the other rules say. */
  dropped: DocumentAmount
  /** By this rule and no other. */
  droppedAlone: DocumentAmount
  /** By this rule and none before it. */
  droppedFirst: DocumentAmount
}

/** How many documents there are in each bin, and in three more: below the first edge, above the last one, and without a value. */
export type BinAmounts = {
  documents: Uint32Array<ArrayBuffer>
  /** Empty where only documents are counted. */
  bytes: Float64Array<ArrayBuffer>
}

/** Documents by the bins of some values, kept up to date until `end`. */
export type FollowedBins = {
  /** Of all documents, whatever the rules say. */
  readonly whole: BinAmounts
  /** Of those that every rule keeps. */
  readKept(): BinAmounts
  end(): void
}

/**
 * Which rules drop each document, and all totals that follow from it, up to date while rules move. A call does its work before it returns:
 * a bound that is dragged costs the documents between its old and its new place, a leap one pass over all documents on all processors.
 */
export type Crossfilter = {
  /** Of all documents. */
  readonly whole: DocumentAmount
  /**
   * Makes these the rules in force, in this order: at most 255, with distinct keys.
   *
   * @throws RangeError that names what does not fit; the rules before stay in force.
   */
  setRules(rules: readonly RuleDrops[]): void
  /** Of the documents that every rule keeps. */
  readKept(): DocumentAmount
  /** In the order of the rules. */
  readEffects(): RuleEffectAmounts[]
  /**
   * Follows the documents of each bin.
   *
   * @param values one for each document; read by this call alone.
   * @param edges 2 to 65,534 finite numbers that ascend. Bin i holds edges[i] <= value < edges[i + 1], the last one also its upper edge.
   */
  follow(values: Float32Array, edges: Float64Array, options?: { countsBytes?: boolean }): FollowedBins
  /** Lets go of its memory, 36 bytes for each document at least, at once. No other call works afterwards. */
  close(): void
  [Symbol.dispose](): void
}

/** @param sizes by document, in bytes: whole numbers below 2^32. Copied. */
export function createCrossfilter(sizes: Float64Array): Crossfilter {
  const native = getAddon<Addon>().createCrossfilter(sizes)
  const whole = { documents: sizes.length, bytes: native.totalBytes }
  let inForce: readonly Pick<RuleDrops, 'key' | 'order'>[] = []
  // What was read since the rules moved last.
  let effects: RuleEffectAmounts[] | null = null

  function setRules(rules: readonly RuleDrops[]): void {
    const keys = new Set(rules.map(({ key }) => key))
    if (keys.size < rules.length) throw new RangeError('two rules have the same key')
    const placeOf = new Map(inForce.map(({ key }, place) => [key, place]))
    const before = Uint32Array.from(rules, ({ key, order }) => {
      const place = placeOf.get(key)
      return place !== undefined && inForce[place]?.order === order ? place : noPlace
    })
    native.setRules(
      before,
      rules.map(({ order }) => order),
      rules.map(({ segments }) => segments),
    )
    inForce = rules.map(({ key, order }) => ({ key, order }))
    effects = null
  }

  function readEffects(): RuleEffectAmounts[] {
    effects ??= toEffects(native.effects())
    return effects
  }

  return {
    whole,
    setRules,
    readEffects,
    readKept() {
      const kept = { ...whole }
      for (const { droppedFirst } of readEffects()) {
        kept.documents -= droppedFirst.documents
        kept.bytes -= droppedFirst.bytes
      }
      return kept
    },
    follow(values, edges, { countsBytes = false } = {}) {
      const slot = native.follow(values, edges, countsBytes)
      return { whole: native.whole(slot), readKept: () => native.kept(slot), end: () => native.unfollow(slot) }
    },
    close: () => native.close(),
    [Symbol.dispose]: () => native.close(),
  }
}

const noPlace = 2 ** 32 - 1

/** Six numbers for each rule. */
function toEffects(numbers: Float64Array): RuleEffectAmounts[] {
  const amountAt = (place: number) => ({ documents: numbers[place] as number, bytes: numbers[place + 1] as number })
  return Array.from({ length: numbers.length / 6 }, (_, rule) => ({
    dropped: amountAt(rule * 6),
    droppedAlone: amountAt(rule * 6 + 2),
    droppedFirst: amountAt(rule * 6 + 4),
  }))
}

/** What `addon/crossfilter-object.cpp` exports. */
type Addon = { createCrossfilter(sizes: Float64Array): NativeCrossfilter }

type NativeCrossfilter = {
  totalBytes: number
  setRules(before: Uint32Array, orders: Uint32Array[], segments: Uint32Array[]): void
  effects(): Float64Array
  follow(values: Float32Array, edges: Float64Array, countsBytes: boolean): number
  unfollow(slot: number): void
  kept(slot: number): BinAmounts
  whole(slot: number): BinAmounts
  close(): void
}
