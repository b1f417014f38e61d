const innermostBraces = /\{([^{}]*)\}/
const range = /^(-?\d+|[a-z])\.\.(-?\d+|[a-z])(?:\.\.-?\d+)?$/i

/**
 * How many patterns the braces of a glob stand for, or more: `{a,b}{1..3}` are 6. Node makes a list of them all before it looks at anything, so
 * a short pattern can fill the memory.
 */
export function countAlternatives(pattern: string): number {
  let count = 1
  let left = pattern
  for (let found = innermostBraces.exec(left); found !== null; found = innermostBraces.exec(left)) {
    const inner = found[1] ?? ''
    const [, from, to] = range.exec(inner) ?? []
    count *= from === undefined || to === undefined ? inner.split(',').length : Math.abs(placeOf(to) - placeOf(from)) + 1
    left = left.slice(0, found.index) + left.slice(found.index + found[0].length)
  }
  return count
}

/** In a range of numbers or of letters. */
function placeOf(end: string): number {
  return /\d/.test(end) ? Number(end) : (end.codePointAt(0) ?? 0)
}
