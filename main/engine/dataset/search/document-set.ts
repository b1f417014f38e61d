const bitsPerWord = 32

/** Which documents of a snapshot something holds for: one bit for each, in the order of their ids. */
export class DocumentSet {
  readonly length: number
  /** Bit i % 32 of word i / 32 is document i. Bits beyond the last document are 0. */
  readonly words: Uint32Array<ArrayBuffer>

  constructor(length: number, words = new Uint32Array(Math.ceil(length / bitsPerWord))) {
    this.length = length
    this.words = words
  }

  static all(length: number): DocumentSet {
    return new DocumentSet(length).complement()
  }

  has(id: number): boolean {
    return (((this.words[id >>> 5] as number) >>> (id & 31)) & 1) === 1
  }

  add(id: number): void {
    const { words } = this
    words[id >>> 5] = (words[id >>> 5] as number) | (1 << (id & 31))
  }

  delete(id: number): void {
    const { words } = this
    words[id >>> 5] = (words[id >>> 5] as number) & ~(1 << (id & 31))
  }

  count(): number {
    let count = 0
    for (let word of this.words) {
      // Counting the bits of a word side by side (Warren, Hacker's Delight, 5-1).
      word -= (word >>> 1) & 0x55555555
      word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
      count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
    }
    return count
  }

  intersect(other: DocumentSet): DocumentSet {
    return new DocumentSet(
      this.length,
      this.words.map((word, index) => word & (other.words[index] as number)),
    )
  }

  unite(other: DocumentSet): DocumentSet {
    return new DocumentSet(
      this.length,
      this.words.map((word, index) => word | (other.words[index] as number)),
    )
  }

  complement(): DocumentSet {
    const words = this.words.map((word) => ~word)
    const rest = this.length & 31
    if (rest > 0) words[words.length - 1] = (words.at(-1) as number) & ((1 << rest) - 1)
    return new DocumentSet(this.length, words)
  }

  /** Those of this set that the other lacks. */
  without(other: DocumentSet): DocumentSet {
    return new DocumentSet(
      this.length,
      this.words.map((word, index) => word & ~(other.words[index] as number)),
    )
  }
}
