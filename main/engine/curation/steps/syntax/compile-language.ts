import type { SyntaxGrammar } from '../../../platform/syntax/syntax-parser.ts'
import { nodeRoles } from './node-role.ts'
import type { SyntaxLanguage } from './syntax-language.ts'

/** A language in the numbers of its grammar. */
export interface CompiledLanguage {
  readonly language: SyntaxLanguage
  readonly grammar: SyntaxGrammar
  /** Roles by kind of node, for every number that a kind can have. */
  readonly roles: Uint32Array
  /** By kind of node, then by field (0 for none), what declared names look like. */
  readonly declared: ReadonlyMap<number, ReadonlyMap<number, RegExp>>
  /** The field of an if statement that holds what is done otherwise; -1 when there is none. */
  readonly alternativeField: number
}

/**
 * @throws Error that names a kind or a field that the grammar does not have: the language was written for another version of it.
 */
export function compileLanguage(language: SyntaxLanguage, grammar: SyntaxGrammar): CompiledLanguage {
  const roles = new Uint32Array(0x1_0000)
  const add = (name: string, isNamed: boolean, role: number) => {
    for (const number of findKinds(language, grammar, name, isNamed)) roles[number] = (roles[number] as number) | role
  }
  for (const [role, names] of Object.entries(language.nodes)) {
    for (const name of names ?? []) add(name, true, nodeRoles[role as keyof typeof nodeRoles])
  }
  for (const token of language.decisionTokens) add(token, false, nodeRoles.decisionToken)
  for (const token of language.fillingTokens) add(token, false, nodeRoles.filling)
  for (const name of Object.keys(language.declared)) add(name, true, nodeRoles.declaration)
  return {
    language,
    grammar,
    roles,
    declared: compileDeclared(language, grammar),
    alternativeField: grammar.findField('alternative') ?? -1,
  }
}

function compileDeclared(language: SyntaxLanguage, grammar: SyntaxGrammar): Map<number, Map<number, RegExp>> {
  const declared = new Map<number, Map<number, RegExp>>()
  for (const [name, fields] of Object.entries(language.declared)) {
    const byField = new Map(
      Object.entries(fields).map(([field, convention]) => [findField(language, grammar, field), convention]),
    )
    for (const number of findKinds(language, grammar, name, true)) declared.set(number, byField)
  }
  return declared
}

function findKinds(language: SyntaxLanguage, grammar: SyntaxGrammar, name: string, isNamed: boolean): number[] {
  const found = grammar.kinds.filter((kind) => kind.name === name && kind.isNamed === isNamed).map(({ number }) => number)
  if (found.length === 0) throw new Error(`The grammar "${language.grammar}" has no ${isNamed ? 'node' : 'token'} "${name}".`)
  return found
}

function findField(language: SyntaxLanguage, grammar: SyntaxGrammar, name: string): number {
  if (name === '') return 0
  const field = grammar.findField(name)
  if (field === undefined) throw new Error(`The grammar "${language.grammar}" has no field "${name}".`)
  return field
}
