/** How deep control structures lie within each other. A function that is defined within another begins anew. */
export class ControlNesting {
  /** Depths in the tree of the structures that are open. */
  readonly #open: number[] = []
  /** Of each function that is open, its depth in the tree and how many structures are around it. */
  readonly #functions: { depth: number; outside: number }[] = []
  #max = 0

  enter(depth: number): void {
    this.#open.push(depth)
    this.#max = Math.max(this.#max, this.#open.length - (this.#functions.at(-1)?.outside ?? 0))
  }

  enterFunction(depth: number): void {
    this.#functions.push({ depth, outside: this.#open.length })
  }

  leave(depth: number): void {
    if (this.#open.at(-1) === depth) this.#open.pop()
    if (this.#functions.at(-1)?.depth === depth) this.#functions.pop()
  }

  get max(): number {
    return this.#max
  }
}
