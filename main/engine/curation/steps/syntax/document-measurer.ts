import type { ParseEnd, SyntaxParser } from '../../../platform/syntax/syntax-parser.ts'
import { type CompiledLanguage, compileLanguage } from './compile-language.ts'
import { syntaxLanguages } from './languages/languages.ts'
import { measureSyntax } from './measure-syntax.ts'
import type { SyntaxMeasures } from './syntax-signals.ts'

/** What may become of a document: its values, null when it is blank, a sentence that says why it was not measured. */
export type Measured = SyntaxMeasures | string | null

export interface MeasurerOptions {
  readonly parser: SyntaxParser
  /** Processor time for one document. */
  readonly maxSeconds: number
}

/** Measures documents in the thread of its parser. */
export interface DocumentMeasurer {
  /** `language` is a name of Linguist that `isMeasured` says yes to. Throws what `isWanted` throws, soon. */
  measure(bytes: Uint8Array, language: string, isWanted: () => boolean): Promise<Measured>
  /** Whether parser and thread should be left: it failed for want of memory. */
  readonly isBroken: boolean
}

const byName = new Map(syntaxLanguages.flatMap((language) => language.names.map((name) => [name, language] as const)))

/** Whether there is a grammar for documents of a language. */
export function isMeasured(language: string): boolean {
  return byName.has(language)
}

/** An ordinary text takes 0.7 to 1.3 operations for each character, one of random characters up to ten. */
const operationsPerCharacter = 100

export function createDocumentMeasurer({ parser, maxSeconds }: MeasurerOptions): DocumentMeasurer {
  const compiled = new Map<string, Promise<CompiledLanguage>>()
  let isBroken = false

  function getLanguage(name: string): Promise<CompiledLanguage> {
    const language = byName.get(name)
    if (language === undefined) throw new Error(`There is no grammar for documents in ${name}.`)
    const found = compiled.get(name) ?? parser.loadGrammar(language.grammar).then((grammar) => compileLanguage(language, grammar))
    compiled.set(name, found)
    return found
  }

  return {
    get isBroken() {
      return isBroken
    },
    async measure(bytes, name, isWanted) {
      const language = await getLanguage(name)
      // Bytes that are no UTF-8 become replacement characters, which fit few grammars.
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
        .toString('utf8')
        .replace(/^\uFEFF/, '')
      if (text.trim() === '') return null
      const hundredOperations = 100 + (text.length * operationsPerCharacter) / 100
      const tree = parser.parse(text, language.grammar, { seconds: maxSeconds, hundredOperations, isWanted })
      isBroken ||= tree === 'memory'
      if (typeof tree === 'string') return reasons[tree]
      using parsed = tree
      using cursor = parsed.walk()
      return measureSyntax(text, cursor, language)
    },
  }
}

const reasons: Record<ParseEnd, string> = {
  seconds: 'Parsing it takes longer than the step allows.',
  operations: 'The parser goes back and forth in it for too long.',
  memory: 'Parsing it takes more memory than the step allows.',
  unwanted: 'It was called off while it was parsed.',
}
