import type { LanguageImports } from './syntax-language.ts'

/** Libraries that a document takes in, each counted once, those of the standard library and of the same project left out. */
export class ImportedLibraries {
  readonly #imports: LanguageImports
  readonly #known = new Set<string>()
  readonly #others = new Set<string>()
  readonly #own = new Set<string>()

  constructor(imports: LanguageImports) {
    this.#imports = imports
  }

  add(statement: string): void {
    for (const name of this.#imports.read(statement)) this.#addName(name)
  }

  /** What the document says of its own namespace: what has the same beginning is of the same project. */
  addOwn(statement: string): void {
    for (const name of this.#imports.read(statement)) this.#own.add(this.#shorten(name))
  }

  get knownCount(): number {
    return this.#known.size
  }

  /** NaN when no library is taken in. */
  get knownFraction(): number {
    const others = [...this.#others].filter((name) => !this.#own.has(name)).length
    const all = this.#known.size + others
    return all === 0 ? Number.NaN : this.#known.size / all
  }

  #addName(name: string): void {
    const { separator, standard, known } = this.#imports
    for (let end = name.length; end > 0; end = name.lastIndexOf(separator, end - 1)) {
      const beginning = name.slice(0, end)
      if (standard.has(beginning)) return
      if (known.has(beginning)) {
        this.#known.add(beginning)
        return
      }
    }
    this.#others.add(this.#shorten(name))
  }

  #shorten(name: string): string {
    const { separator, parts } = this.#imports
    return name.split(separator).slice(0, parts).join(separator)
  }
}
