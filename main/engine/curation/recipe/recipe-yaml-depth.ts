import { Lexer, type LineCounter, Parser } from 'yaml'

/** Far deeper than any recipe, far from where the composer, which calls itself for each level, would fill the stack. */
export const maxYamlDepth = 100

/**
 * The offset where a text first is nested more than `maxYamlDepth` levels deep; null when it is not. Reads no further than that, nor
 * counts more lines: what is nested deeper costs the parser time that grows with the square of the depth.
 */
export function findTooDeep(text: string, lineCounter: LineCounter): number | null {
  const parser = new Parser(lineCounter.addNewLine)
  lineCounter.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    // The tokens are of no use here; taking them drives the parser.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > maxYamlDepth) return parser.offset
  }
  return null
}
