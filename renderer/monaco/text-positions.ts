/** A place in a text as Monaco counts: lines and columns from 1 on. */
export interface TextPosition {
  lineNumber: number
  column: number
}

/**
 * Finds where an offset of a text lies. Monaco cannot be asked: it keeps one kind of line end for the whole text and leaves out a byte
 * order mark, so its offsets are others.
 */
export function createTextPositions(text: string): (offset: number) => TextPosition {
  const starts = [text.startsWith('\ufeff') ? 1 : 0]
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + lineEnd.length)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle
    }
    return { lineNumber: low + 1, column: Math.max(1, offset - (starts[low] as number) + 1) }
  }
}
