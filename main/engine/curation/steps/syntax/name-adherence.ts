/** Counts declared names, and those that look as the convention of their language says. */
export class NameAdherence {
  #count = 0
  #adhering = 0

  add(name: string, convention: RegExp): void {
    // A name that says "not used" follows no convention, and one that is pages long is none that a person gave.
    if (/^[_$]*$/.test(name) || name.length > longestName) return
    this.#count++
    if (convention.test(name)) this.#adhering++
  }

  /** NaN without names. */
  get fraction(): number {
    return this.#count === 0 ? Number.NaN : this.#adhering / this.#count
  }
}

const longestName = 200
