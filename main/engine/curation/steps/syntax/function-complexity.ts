/** What is known of a function while the walk is in it. */
interface OpenFunction {
  readonly depth: number
  decisions: number
}

/**
 * Cyclomatic complexity after McCabe, "A Complexity Measure" (1976): one, and one more for each decision. Decisions in a function that is
 * defined within another belong to the inner one; those outside of functions count for none.
 */
export class FunctionComplexity {
  readonly #open: OpenFunction[] = []
  #count = 0
  #sum = 0
  #max = 0
  #lines = 0

  enter(depth: number, lines: number): void {
    this.#open.push({ depth, decisions: 0 })
    this.#lines += lines
  }

  decide(): void {
    const innermost = this.#open.at(-1)
    if (innermost !== undefined) innermost.decisions++
  }

  leave(depth: number): void {
    if (this.#open.at(-1)?.depth !== depth) return
    const complexity = 1 + (this.#open.pop()?.decisions ?? 0)
    this.#count++
    this.#sum += complexity
    this.#max = Math.max(this.#max, complexity)
  }

  get count(): number {
    return this.#count
  }

  /** NaN without functions, like the next two. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#sum / this.#count
  }

  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max
  }

  get meanLines(): number {
    return this.#count === 0 ? Number.NaN : this.#lines / this.#count
  }
}
