/** Tells lines of a text apart. */
export interface LineIndex {
  /** How many lines a part of the text touches. */
  count(start: number, end: number): number
}

export function createLineIndex(text: string): LineIndex {
  const starts: number[] = [0]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  /** The last line that begins at or before the offset. */
  const find = (offset: number) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return { count: (start, end) => find(Math.max(start, end - 1)) - find(start) + 1 }
}
