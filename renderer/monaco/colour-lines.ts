import type { monaco } from './monaco.ts'

/** A part of a line in one colour. */
export interface Piece {
  text: string
  /** The first word of Monaco's name of the token, e.g. `comment`; empty for what has no colour of its own. */
  kind: string
}

/** Cuts every line where its tokens begin. */
export function colourLines(text: string, tokens: readonly (readonly monaco.Token[])[]): Piece[][] {
  return text.split(/\r\n|\r|\n/).map((line, index) => {
    const starts = tokens[index] ?? []
    return starts.map(({ offset, type }, at) => ({
      text: line.slice(offset, starts[at + 1]?.offset),
      kind: type.split('.')[0] ?? '',
    }))
  })
}
