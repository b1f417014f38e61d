/** A list or a table that the walk is in. */
interface OpenCollection {
  readonly depth: number
  /** Characters of brackets, commas and the like, which are data or logic as the rest is. */
  filling: number
  hasData: boolean
  hasLogic: boolean
}

/**
 * Tells data from logic, in characters without white space: literals are data, and so is what holds together a collection of nothing but
 * literals and such collections; everything else is logic. Literals of an annotation (a tag of a struct's field, the arguments of an
 * annotation or attribute) declare, as the rest of it does, and are logic.
 */
export class DataShare {
  readonly #open: OpenCollection[] = []
  /** Depth of the outermost annotation that the walk is in. */
  #annotation: number | null = null
  #data = 0
  #logic = 0

  addData(characters: number): void {
    if (this.#annotation !== null) {
      this.addLogic(characters)
      return
    }
    this.#data += characters
    const innermost = this.#open.at(-1)
    if (innermost !== undefined) innermost.hasData = true
  }

  addLogic(characters: number): void {
    this.#logic += characters
    const innermost = this.#open.at(-1)
    if (innermost !== undefined) innermost.hasLogic = true
  }

  addFilling(characters: number): void {
    const innermost = this.#open.at(-1)
    if (innermost === undefined) this.#logic += characters
    else innermost.filling += characters
  }

  enter(depth: number): void {
    this.#open.push({ depth, filling: 0, hasData: false, hasLogic: false })
  }

  enterAnnotation(depth: number): void {
    this.#annotation ??= depth
  }

  leave(depth: number): void {
    if (this.#annotation === depth) this.#annotation = null
    if (this.#open.at(-1)?.depth !== depth) return
    const { filling, hasData, hasLogic } = this.#open.pop() as OpenCollection
    const isData = hasData && !hasLogic
    if (isData) this.#data += filling
    else this.#logic += filling
    const outer = this.#open.at(-1)
    if (outer === undefined) return
    outer.hasData ||= hasData
    outer.hasLogic ||= hasLogic
  }

  /** Whether there was nothing yet. */
  get isEmpty(): boolean {
    return this.#data + this.#logic === 0
  }

  /** NaN when there is neither. */
  get logicFraction(): number {
    const all = this.#data + this.#logic
    return all === 0 ? Number.NaN : this.#logic / all
  }
}
