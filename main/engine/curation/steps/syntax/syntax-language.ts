import type { NodeRole } from './node-role.ts'

/** Where a kind of node has names that it declares: by field (empty for none), what a name that follows the convention looks like. */
export type DeclaredNames = Readonly<Record<string, Readonly<Record<string, RegExp>>>>

/** How a language takes in libraries. */
export interface LanguageImports {
  /**
   * The libraries that a statement takes in, from the name of the whole to that of the part, joined by `separator`. Those of the same
   * project are left out where they can be told.
   */
  read(statement: string): string[]
  readonly separator: string
  /** As many parts of its name, from the first on, tell a library apart that is in no list. */
  readonly parts: number
  /** Names, or beginnings of names in whole parts. */
  readonly standard: ReadonlySet<string>
  readonly known: ReadonlySet<string>
}

/** What the measures need to know of a programming language. Names of nodes are those of its tree-sitter grammar. */
export interface SyntaxLanguage {
  /** Of Linguist. */
  readonly names: readonly string[]
  /** Name of its grammar in dist/grammars. */
  readonly grammar: string
  /** Kinds of nodes that have a name, by what they mean. */
  readonly nodes: Readonly<Partial<Record<NodeRole, readonly string[]>>>
  /** Tokens that count as decisions below an `operation`. */
  readonly decisionTokens: readonly string[]
  /** Tokens that only hold a collection together. */
  readonly fillingTokens: readonly string[]
  /** Whether a comment documents what follows; null where documentation is a docstring. */
  readonly isDocumentation: ((comment: string) => boolean) | null
  readonly declared: DeclaredNames
  readonly imports: LanguageImports | null
}
