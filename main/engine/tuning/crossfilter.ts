import { maxRules } from '#contracts/rule'
import type { Amount } from '#contracts/tuning'
import type { DropStretch } from './rules/ready-rule.ts'

/** What a rule drops. Equal keys are the same rule. */
export interface RuleStretch extends DropStretch {
  readonly key: string
}

/** Counts how often each bin of a signal holds documents that every rule keeps. */
export interface KeptCounter {
  readonly binOf: Uint16Array
  readonly kept: Uint32Array
}

const chunkLength = 1 << 16

/**
 * Keeps, for every document, how many rules drop it, and the totals that follow from it, up to date while rules move.
 *
 * A change of a bound touches only the documents between its old and its new place in the signal's order. (Square: Crossfilter, 2012;
 * instead of one bit per filter, a document holds the number of rules that drop it and the exclusive or of their indices, which is the
 * rule itself when there is one. That makes 255 rules fit into two bytes, and ten million documents into the cache.)
 */
export class Crossfilter {
  readonly #sizes: Float64Array
  /** Per document: the number of rules that drop it in the upper byte, the exclusive or of their indices in the lower one. */
  readonly #states: Uint16Array
  readonly #slots = new Map<string, Slot>()
  readonly #freeIndices: number[] = []
  readonly #aloneDocuments = new Float64Array(maxRules + 1)
  readonly #aloneBytes = new Float64Array(maxRules + 1)
  readonly #flipped = new Uint32Array(chunkLength)
  readonly #counters = new Set<KeptCounter>()
  /** Of all documents, whatever the rules say. */
  readonly totalBytes: number
  #keptDocuments: number
  #keptBytes: number

  constructor(sizes: Float64Array) {
    this.#sizes = sizes
    this.#states = new Uint16Array(sizes.length)
    this.#keptDocuments = sizes.length
    this.totalBytes = sizes.reduce((sum, sizeBytes) => sum + sizeBytes, 0)
    this.#keptBytes = this.totalBytes
    for (let index = maxRules - 1; index >= 0; index--) this.#freeIndices.push(index)
  }

  get kept(): Amount {
    return { documents: this.#keptDocuments, bytes: this.#keptBytes }
  }

  /** Makes these the rules in force. At most `maxRules`, with distinct keys. */
  setRules(rules: readonly RuleStretch[]): void {
    const wanted = new Map(rules.map((rule) => [rule.key, rule.order]))
    for (const [key, slot] of this.#slots) {
      // Another order lists other documents: its rule begins anew.
      if (wanted.get(key) === slot.order) continue
      this.#move(slot, 0, slot.order.length)
      this.#slots.delete(key)
      this.#freeIndices.push(slot.index)
    }
    const moves = rules.map((rule) => ({ slot: this.#slots.get(rule.key) ?? this.#addSlot(rule), rule }))
    const distance = moves.reduce(
      (sum, { slot, rule }) => sum + Math.abs(slot.start - rule.start) + Math.abs(slot.end - rule.end),
      0,
    )
    // Counting a histogram anew reads every document in order, which is as fast as following a sixteenth of them in any order.
    if (distance * 16 > this.#states.length) this.#counters.clear()
    for (const { slot, rule } of moves) this.#move(slot, rule.start, rule.end)
  }

  /** Documents that a rule in force drops, and those that only it drops. */
  getEffect(key: string): { dropped: Amount; droppedAlone: Amount } {
    const slot = this.#slots.get(key)
    if (!slot) throw new RangeError(`no rule ${key} in force`)
    return {
      dropped: { documents: slot.start + slot.order.length - slot.end, bytes: slot.droppedBytes },
      droppedAlone: {
        documents: this.#aloneDocuments[slot.index] as number,
        bytes: this.#aloneBytes[slot.index] as number,
      },
    }
  }

  /** Makes the counts of kept documents by bin current. Later rules keep them so, until `unfollow` or a leap that makes counting anew cheaper. */
  follow(counter: KeptCounter): void {
    if (this.#counters.has(counter)) return
    const { binOf, kept } = counter
    const states = this.#states
    kept.fill(0)
    for (let id = 0; id < states.length; id++) {
      if ((states[id] as number) < 256) kept[binOf[id] as number] = (kept[binOf[id] as number] as number) + 1
    }
    this.#counters.add(counter)
  }

  unfollow(counter: KeptCounter): void {
    this.#counters.delete(counter)
  }

  #addSlot({ key, order }: RuleStretch): Slot {
    const index = this.#freeIndices.pop()
    if (index === undefined) throw new RangeError(`more than ${maxRules} rules`)
    const slot = { index, order, start: 0, end: order.length, droppedBytes: 0 }
    this.#slots.set(key, slot)
    return slot
  }

  #move(slot: Slot, start: number, end: number): void {
    this.#restore(slot, start, Math.min(end, slot.start))
    this.#restore(slot, Math.max(start, slot.end), end)
    this.#drop(slot, slot.start, Math.min(slot.end, start))
    this.#drop(slot, Math.max(slot.start, end), slot.end)
    slot.start = start
    slot.end = end
  }

  #drop(slot: Slot, from: number, to: number): void {
    for (let start = from; start < to; start += chunkLength) this.#dropChunk(slot, start, Math.min(start + chunkLength, to))
  }

  #restore(slot: Slot, from: number, to: number): void {
    for (let start = from; start < to; start += chunkLength) this.#restoreChunk(slot, start, Math.min(start + chunkLength, to))
  }

  #dropChunk(slot: Slot, from: number, to: number): void {
    const states = this.#states
    const sizes = this.#sizes
    const { order, index } = slot
    const flipped = this.#flipped
    let flippedCount = 0
    let flippedBytes = 0
    let bytes = 0
    for (let position = from; position < to; position++) {
      const id = order[position] as number
      const state = states[id] as number
      const size = sizes[id] as number
      bytes += size
      states[id] = (state + 256) ^ index
      if (state < 256) {
        flipped[flippedCount++] = id
        flippedBytes += size
      } else if (state < 512) this.#countAlone(state & 255, -1, -size)
    }
    slot.droppedBytes += bytes
    this.#countFlipped(slot.index, -flippedCount, -flippedBytes)
  }

  #restoreChunk(slot: Slot, from: number, to: number): void {
    const states = this.#states
    const sizes = this.#sizes
    const { order, index } = slot
    const flipped = this.#flipped
    let flippedCount = 0
    let flippedBytes = 0
    let bytes = 0
    for (let position = from; position < to; position++) {
      const id = order[position] as number
      const state = ((states[id] as number) - 256) ^ index
      const size = sizes[id] as number
      bytes += size
      states[id] = state
      if (state < 256) {
        flipped[flippedCount++] = id
        flippedBytes += size
      } else if (state < 512) this.#countAlone(state & 255, 1, size)
    }
    slot.droppedBytes -= bytes
    this.#countFlipped(slot.index, flippedCount, flippedBytes)
  }

  #countAlone(index: number, documents: number, bytes: number): void {
    this.#aloneDocuments[index] = (this.#aloneDocuments[index] as number) + documents
    this.#aloneBytes[index] = (this.#aloneBytes[index] as number) + bytes
  }

  /** `documents` of the flipped list became kept (positive) or dropped (negative) by the rule of this index. */
  #countFlipped(index: number, documents: number, bytes: number): void {
    this.#keptDocuments += documents
    this.#keptBytes += bytes
    this.#countAlone(index, -documents, -bytes)
    const step = Math.sign(documents)
    const count = Math.abs(documents)
    for (const { binOf, kept } of this.#counters) {
      for (let entry = 0; entry < count; entry++) {
        const bin = binOf[this.#flipped[entry] as number] as number
        kept[bin] = (kept[bin] as number) + step
      }
    }
  }
}

interface Slot {
  readonly index: number
  readonly order: Uint32Array
  start: number
  end: number
  droppedBytes: number
}
