import type { ByteText } from './byte-text.ts'

/** 1 for each of the 256 bytes that is in the set. */
export type ByteSet = Uint8Array

interface SetParts {
  bytes: Set<number>
  ranges: (readonly [number, number])[]
}

const isBetween = (low: number, high: number) => (byte: number) => byte >= low && byte <= high
const isDigit = isBetween(0x30, 0x39)
const isUpper = isBetween(0x41, 0x5a)
const isLower = isBetween(0x61, 0x7a)
const isAlpha = (byte: number) => isUpper(byte) || isLower(byte)
const isPrint = isBetween(0x20, 0x7e)
const isGraph = isBetween(0x21, 0x7e)

/** The classes as git has them: ASCII, and white space without vertical tab and form feed. */
const classes = new Map<string, (byte: number) => boolean>([
  ['alnum', (byte) => isAlpha(byte) || isDigit(byte)],
  ['alpha', isAlpha],
  ['blank', (byte) => byte === 0x20 || byte === 0x09],
  ['cntrl', (byte) => byte < 0x20 || byte === 0x7f],
  ['digit', isDigit],
  ['graph', isGraph],
  ['lower', isLower],
  ['print', isPrint],
  ['punct', (byte) => isGraph(byte) && !isAlpha(byte) && !isDigit(byte)],
  ['space', (byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d],
  ['upper', isUpper],
  ['xdigit', (byte) => isDigit(byte) || isBetween(0x41, 0x46)(byte) || isBetween(0x61, 0x66)(byte)],
])

/**
 * Reads the set that begins at `[`; `end` is the index of its `]`. Null when it does not end or names a class that there is not, which matches
 * nothing.
 */
export function readByteSet(
  pattern: ByteText,
  start: number,
  options: { pathname: boolean; ignoreCase: boolean },
): { set: ByteSet; end: number } | null {
  const first = pattern.charAt(start + 1)
  const isNegated = first === '!' || first === '^'
  const found = readParts(pattern, start + (isNegated ? 2 : 1), options.ignoreCase)
  if (found === null) return null
  const set = Uint8Array.from({ length: 256 }, (_, byte) => {
    if (options.pathname && byte === 0x2f) return 0
    return isInParts(found.parts, byte, options.ignoreCase) === isNegated ? 0 : 1
  })
  return { set, end: found.end }
}

/** With `ignoreCase` git makes the byte small and tries the capital letter in ranges alone; `[B]` then matches no `b`. */
function isInParts({ bytes, ranges }: SetParts, byte: number, ignoreCase: boolean): boolean {
  const small = ignoreCase && isUpper(byte) ? byte + 0x20 : byte
  if (bytes.has(small)) return true
  const capital = ignoreCase && isLower(small) ? small - 0x20 : small
  return ranges.some(([low, high]) => (small >= low && small <= high) || (capital >= low && capital <= high))
}

function readParts(pattern: ByteText, start: number, ignoreCase: boolean): { parts: SetParts; end: number } | null {
  const parts: SetParts = { bytes: new Set(), ranges: [] }
  /** Where a range may begin; null after a range or a class. */
  let previous: number | null = null
  let index = start
  // The first sign is one of the set even if it is a bracket.
  do {
    const byte = pattern.charCodeAt(index)
    if (Number.isNaN(byte)) return null
    const className = readClassName(pattern, index)
    if (className !== null) {
      const isInClass = classes.get(className.name)
      if (!isInClass) return null
      for (let each = 0; each < 256; each++) if (isInClass(each)) parts.bytes.add(each)
      if (ignoreCase && className.name === 'upper') for (let each = 0x61; each <= 0x7a; each++) parts.bytes.add(each)
      index = className.end
      previous = null
    } else if (byte === 0x2d && previous !== null && index + 1 < pattern.length && pattern.charAt(index + 1) !== ']') {
      index += pattern.charAt(index + 1) === '\\' ? 2 : 1
      const high = pattern.charCodeAt(index)
      if (Number.isNaN(high)) return null
      parts.ranges.push([previous, high])
      previous = null
    } else {
      if (byte === 0x5c) index++
      previous = pattern.charCodeAt(index)
      if (Number.isNaN(previous)) return null
      parts.bytes.add(previous)
    }
    index++
  } while (pattern.charAt(index) !== ']')
  return { parts, end: index }
}

/** `[:name:]`, `end` being the index of its bracket. Null when it is an ordinary bracket. */
function readClassName(pattern: ByteText, start: number): { name: string; end: number } | null {
  if (!pattern.startsWith('[:', start)) return null
  const end = pattern.indexOf(']', start + 2)
  if (end < start + 3 || pattern.charAt(end - 1) !== ':') return null
  return { name: pattern.slice(start + 2, end - 1), end }
}
