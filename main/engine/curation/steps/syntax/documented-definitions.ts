/** Counts definitions, and those right below a comment that documents them or with a docstring. */
export class DocumentedDefinitions {
  readonly #text: string
  /** Where the last such comment ends, and the attributes below it. */
  #documentationEnd = -1
  #count = 0
  #documented = 0

  constructor(text: string) {
    this.#text = text
  }

  addDocumentation(end: number): void {
    this.#documentationEnd = end
  }

  addAttribute(start: number, end: number): void {
    if (this.#isRightBelow(start)) this.#documentationEnd = end
  }

  /** @param start with everything that stands around the definition and begins with it */
  addDefinition(start: number): void {
    this.#count++
    if (this.#isRightBelow(start)) this.#documented++
  }

  addDocstring(): void {
    this.#documented++
  }

  /** NaN without definitions. */
  get fraction(): number {
    return this.#count === 0 ? Number.NaN : Math.min(1, this.#documented / this.#count)
  }

  /** Nothing but white space between, and no empty line. A comment to the end of its line may hold that end itself. */
  #isRightBelow(start: number): boolean {
    const end = this.#documentationEnd
    if (end < 0 || start < end || start - end > longestGap) return false
    const gap = this.#text.slice(end, start)
    return gap.trim() === '' && gap.indexOf('\n') === gap.lastIndexOf('\n')
  }
}

/** The deepest indentation that is looked through. */
const longestGap = 400
