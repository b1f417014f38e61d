import { readFile } from 'node:fs/promises'
import { Language, Parser, type Tree } from 'web-tree-sitter'
import { findGrammarFile } from './grammar-file.ts'
import { loadParserModule, type ParserModule } from './parser-module.ts'
import { SyntaxCursor } from './syntax-cursor.ts'

/** A kind of node in a grammar: `function_definition`, or a token such as `&&`, which is not named. */
export interface NodeKind {
  readonly number: number
  readonly name: string
  readonly isNamed: boolean
}

/** A grammar that is loaded in this thread. */
export interface SyntaxGrammar {
  /** Several may have the same name. */
  readonly kinds: readonly NodeKind[]
  /** Number of a field, or undefined when the grammar has none of this name. */
  findField(name: string): number | undefined
}

/** What parsing one text may cost. */
export interface ParseLimits {
  /** Processor time of this thread. For what hardly ends: where it lies depends on the machine. */
  readonly seconds: number
  /** Hundreds of the parser's operations, of which an ordinary text needs less than one for each character: the same on every machine. */
  readonly hundredOperations: number
  /** Asked now and then; saying no ends the parse. */
  isWanted(): boolean
}

/** What ended a parse. */
export type ParseEnd = 'seconds' | 'operations' | 'memory' | 'unwanted'

/** A parsed text. Holds memory of the parser's module until it is disposed. */
export interface SyntaxTree extends Disposable {
  /** A cursor at the root; dispose it before the next is asked for. */
  walk(): SyntaxCursor
}

/** Parses one text at a time, each in one go, in a thread that has no other such parser. */
export interface SyntaxParser extends Disposable {
  /** By its name in dist/grammars: `c-sharp`. */
  loadGrammar(name: string): Promise<SyntaxGrammar>
  /** After `memory` the parser is broken, and only one in another thread can go on. */
  parse(text: string, grammar: SyntaxGrammar, limits: ParseLimits): SyntaxTree | ParseEnd
  /** What the parser has taken of the memory so far; it is given back with the thread. */
  getMemoryBytes(): number
}

interface LoadedGrammar extends SyntaxGrammar {
  readonly language: Language
}

/** The clock is looked at once in so many calls of the progress callback: it costs more than the hundred operations between two. */
const callsBetweenLooks = 64

/** @param memoryBytes what the parser may take, grammars included */
export async function openSyntaxParser(memoryBytes: number): Promise<SyntaxParser> {
  const module = await loadParserModule(memoryBytes)
  const parser = new Parser()
  return {
    loadGrammar,
    getMemoryBytes: module.getMemoryBytes,
    parse(text, grammar, limits) {
      parser.setLanguage((grammar as LoadedGrammar).language)
      const watch = watchLimits(limits)
      try {
        const tree = parser.parse(text, null, { progressCallback: watch.isOver })
        if (tree !== null) return wrapTree(tree, module)
      } catch (error) {
        // Without memory the module aborts; nothing else in it throws.
        if (error instanceof Error && error.name === 'RuntimeError') return 'memory'
        throw error
      }
      // Otherwise the next parse would go on with this text.
      parser.reset()
      return watch.getEnd()
    },
    [Symbol.dispose]: () => parser.delete(),
  }
}

async function loadGrammar(name: string): Promise<LoadedGrammar> {
  const language = await Language.load(await readFile(findGrammarFile(name)))
  const kinds = language.types.map((each, number) => ({ number, name: each, isNamed: language.nodeTypeIsNamed(number) }))
  return { language, kinds, findField: (field) => language.fieldIdForName(field) ?? undefined }
}

function watchLimits(limits: ParseLimits) {
  const startUs = threadCpuUs()
  let calls = 0
  let end: ParseEnd = 'operations'
  return {
    getEnd: () => end,
    isOver() {
      calls++
      if (calls > limits.hundredOperations) return true
      if (calls % callsBetweenLooks !== 0) return false
      if (!limits.isWanted()) end = 'unwanted'
      else if (threadCpuUs() - startUs > limits.seconds * 1e6) end = 'seconds'
      else return false
      return true
    },
  }
}

function threadCpuUs(): number {
  const { user, system } = process.threadCpuUsage()
  return user + system
}

function wrapTree(tree: Tree, { cursor }: ParserModule): SyntaxTree {
  return {
    // The tree keeps its address in the module under this key, which its types do not tell.
    walk: () => new SyntaxCursor(Reflect.get(tree, 0) as number, cursor),
    [Symbol.dispose]: () => tree.delete(),
  }
}
