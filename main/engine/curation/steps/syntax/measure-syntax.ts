import { errorKind, type SyntaxCursor } from '../../../platform/syntax/syntax-cursor.ts'
import type { CompiledLanguage } from './compile-language.ts'
import { ControlNesting } from './control-nesting.ts'
import { DataShare } from './data-share.ts'
import { DocumentedDefinitions } from './documented-definitions.ts'
import { FunctionComplexity } from './function-complexity.ts'
import { ImportedLibraries } from './imported-libraries.ts'
import { createLineIndex, type LineIndex } from './line-index.ts'
import { NameAdherence } from './name-adherence.ts'
import { NodePath } from './node-path.ts'
import { nodeRoles as role } from './node-role.ts'
import type { SyntaxMeasures } from './syntax-signals.ts'

/** Measures a text by one walk over its tree. */
export function measureSyntax(text: string, cursor: SyntaxCursor, language: CompiledLanguage): SyntaxMeasures {
  return new SyntaxWalk(text, cursor, language).run()
}

/** Statements that import are read so far. */
const longestStatement = 20_000
const wholeRoles = role.comment | role.import | role.docstring | role.literal
const functionRoles = role.function | role.declaredFunction | role.closure

class SyntaxWalk {
  readonly #text: string
  readonly #cursor: SyntaxCursor
  readonly #compiled: CompiledLanguage
  readonly #roles: Uint32Array
  readonly #path = new NodePath()
  /** Depths at which something was entered that has to be left. */
  readonly #entered: number[] = []
  readonly #lines: LineIndex
  readonly #functions = new FunctionComplexity()
  readonly #nesting = new ControlNesting()
  readonly #data = new DataShare()
  readonly #names = new NameAdherence()
  readonly #definitions: DocumentedDefinitions
  readonly #imports: ImportedLibraries | null
  #commentCharacters = 0
  #errorCharacters = 0

  constructor(text: string, cursor: SyntaxCursor, compiled: CompiledLanguage) {
    this.#text = text
    this.#cursor = cursor
    this.#compiled = compiled
    this.#roles = compiled.roles
    this.#lines = createLineIndex(text)
    this.#definitions = new DocumentedDefinitions(text)
    this.#imports = compiled.language.imports && new ImportedLibraries(compiled.language.imports)
  }

  /** Without recursion, however deep the tree is. */
  run(): SyntaxMeasures {
    const [cursor, path] = [this.#cursor, this.#path]
    for (;;) {
      if (this.#enter()) {
        if (cursor.toFirstChild()) {
          path.depth++
          continue
        }
        this.#takeToken()
      }
      for (;;) {
        this.#leave()
        if (cursor.toNextSibling()) break
        if (!cursor.toParent()) return this.#summarize()
        path.depth--
      }
    }
  }

  /** @returns whether what is below the node is to be looked at */
  #enter(): boolean {
    const kind = this.#cursor.getKind()
    const roles = this.#roles[kind] as number
    const start = this.#cursor.getStart()
    this.#path.set(kind, start)
    if (roles === 0) return true
    if ((roles & wholeRoles) !== 0 && this.#takeWhole(roles, start)) return false
    if ((roles & (role.importCall | role.namespace)) !== 0) this.#takeStatement(roles, start)
    if ((roles & role.attribute) !== 0) this.#definitions.addAttribute(start, this.#cursor.getEnd())
    if ((roles & (role.function | role.type)) !== 0) this.#define(0, roles)
    if ((roles & role.body) !== 0) this.#takeBody()
    if ((roles & role.decision) !== 0) this.#functions.decide()
    if ((roles & role.decisionToken) !== 0 && (this.#rolesAbove(1) & role.operation) !== 0) this.#functions.decide()
    if ((roles & role.nesting) !== 0 && !this.#continuesChain()) this.#nesting.enter(this.#note())
    if ((roles & role.collection) !== 0) this.#data.enter(this.#note())
    if ((roles & role.annotation) !== 0) this.#data.enterAnnotation(this.#note())
    return true
  }

  #leave(): void {
    const { depth } = this.#path
    if (this.#entered.at(-1) !== depth) return
    while (this.#entered.at(-1) === depth) this.#entered.pop()
    this.#functions.leave(depth)
    this.#nesting.leave(depth)
    this.#data.leave(depth)
  }

  /** The present depth, of which `leave` shall tell. */
  #note(): number {
    this.#entered.push(this.#path.depth)
    return this.#path.depth
  }

  #rolesAbove(levels: number): number {
    return this.#roles[this.#path.kindAbove(levels)] as number
  }

  /** Comments, literals and imports, which are not looked into. Says false for a string that documents nothing. */
  #takeWhole(roles: number, start: number): boolean {
    if ((roles & role.import) !== 0) {
      this.#takeStatement(roles, start)
      return true
    }
    const end = this.#cursor.getEnd()
    if ((roles & role.literal) !== 0) {
      this.#takeMisplaced(start, end)
      this.#data.addData(end - start)
      return true
    }
    if ((roles & role.docstring) !== 0) {
      if (!this.#isDocstring(start)) return false
      if ((this.#rolesAbove(3) & (role.function | role.type)) !== 0) this.#definitions.addDocstring()
    }
    this.#commentCharacters += end - start
    const { isDocumentation } = this.#compiled.language
    if (isDocumentation?.(this.#text.slice(start, start + 4))) this.#definitions.addDocumentation(end)
    return true
  }

  /** The first statement of a body, or of the document. */
  #isDocstring(start: number): boolean {
    if ((this.#rolesAbove(1) & this.#rolesAbove(2) & role.statement) === 0) return false
    if (this.#path.startAbove(1) !== start) return false
    return this.#path.depth === 2 ? this.#data.isEmpty : this.#path.startAbove(2) === start
  }

  #takeStatement(roles: number, start: number): void {
    if (this.#imports === null) return
    const statement = this.#text.slice(start, Math.min(this.#cursor.getEnd(), start + longestStatement))
    if ((roles & role.namespace) !== 0) this.#imports.addOwn(statement)
    else this.#imports.add(statement)
  }

  #takeBody(): void {
    const roles = this.#rolesAbove(1)
    if ((roles & (role.declaredFunction | role.closure | role.declaredType)) !== 0) this.#define(1, roles)
  }

  /** A definition that begins so many levels above, and ends with the present node. */
  #define(levels: number, roles: number): void {
    const start = this.#path.startAbove(levels)
    if ((roles & functionRoles) !== 0) {
      const depth = this.#note()
      this.#functions.enter(depth, this.#lines.count(start, this.#cursor.getEnd()))
      this.#nesting.enterFunction(depth)
    }
    // A closure has a name when it is assigned to one.
    if ((roles & role.closure) !== 0 && (this.#rolesAbove(levels + 1) & role.wrapper) === 0) return
    let level = levels
    while ((this.#rolesAbove(level + 1) & role.wrapper) !== 0) level++
    this.#definitions.addDefinition(this.#path.startAbove(level))
  }

  #continuesChain(): boolean {
    const parent = this.#rolesAbove(1)
    if ((parent & role.elseBranch) !== 0) return true
    return (parent & role.nesting) !== 0 && this.#cursor.getField() === this.#compiled.alternativeField
  }

  /** A node with nothing below it. */
  #takeToken(): void {
    const [start, end] = [this.#path.startAbove(0), this.#cursor.getEnd()]
    if (start === end) {
      if (this.#cursor.isMissing()) this.#errorCharacters++
      return
    }
    this.#takeMisplaced(start, end)
    const roles = this.#rolesAbove(0)
    const parent = this.#rolesAbove(1)
    if ((roles & role.identifier) !== 0 && (parent & role.declaration) !== 0) this.#takeName(start, end)
    if ((parent & role.template) !== 0) this.#data.addData(end - start)
    else if ((roles & role.filling) !== 0) this.#data.addFilling(end - start)
    else this.#data.addLogic(end - start)
  }

  /** Counts a token right below an error, and text that is no token: whole statements that the parser found in an error are none. */
  #takeMisplaced(start: number, end: number): void {
    if (this.#path.kindAbove(0) === errorKind || this.#path.kindAbove(1) === errorKind) this.#errorCharacters += end - start
  }

  #takeName(start: number, end: number): void {
    const convention = this.#compiled.declared.get(this.#path.kindAbove(1))?.get(this.#cursor.getField())
    if (convention !== undefined) this.#names.add(this.#text.slice(start, end), convention)
  }

  #summarize(): SyntaxMeasures {
    const characters = this.#text.length
    return {
      parse_error_fraction: Math.min(1, this.#errorCharacters / characters),
      comment_fraction: this.#commentCharacters / characters,
      docstring_fraction: this.#definitions.fraction,
      function_count: this.#functions.count,
      function_mean_lines: this.#functions.meanLines,
      cyclomatic_mean: this.#functions.mean,
      cyclomatic_max: this.#functions.max,
      nesting_max: this.#nesting.max,
      logic_fraction: this.#data.logicFraction,
      known_import_count: this.#imports?.knownCount ?? Number.NaN,
      known_import_fraction: this.#imports?.knownFraction ?? Number.NaN,
      naming_fraction: this.#names.fraction,
    }
  }
}
