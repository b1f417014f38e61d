import { type ByteSet, readByteSet } from './byte-set.ts'
import type { ByteText } from './byte-text.ts'

export interface WildmatchOptions {
  /** `*`, `?` and sets do not match a slash, and `**` stands for folders. */
  pathname: boolean
  ignoreCase: boolean
}

/**
 * One position of a pattern: one byte of a set, or a star, which stays as long as it matches. A fork matches nothing: after it comes the star
 * of a `**` and the slash behind that, or, as `**` also stands for no folder, what follows the slash.
 */
interface Step {
  kind: 'byte' | 'star' | 'fork'
  set: ByteSet
}

/**
 * Compiles a pattern of git's `wildmatch.c`. Null when nothing can match it.
 *
 * All positions that the text may have reached are followed at once, so that the time grows with the product of the lengths. Git's own
 * matcher tries one after another, which takes exponential time on a chain such as `a/**\/b/**\/b`; the answers are the same.
 */
export function compileWildmatch(pattern: ByteText, options: WildmatchOptions): ((text: ByteText) => boolean) | null {
  const steps = readSteps(pattern, options)
  if (steps === null) return null
  const countOf = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length
  // The slash after a fork may be left out.
  const minLength = countOf('byte') - countOf('fork')
  return (text) => text.length >= minLength && matchSteps(steps, text)
}

function matchSteps(steps: readonly Step[], text: ByteText): boolean {
  let current = new Uint8Array(steps.length + 1)
  let next = new Uint8Array(steps.length + 1)
  current[0] = 1
  passOn(steps, current)
  for (let index = 0; index < text.length; index++) {
    const byte = text.charCodeAt(index)
    let isAlive = false
    next.fill(0)
    for (let position = 0; position < steps.length; position++) {
      const step = steps[position] as Step
      if (current[position] === 0 || step.set[byte] === 0) continue
      next[step.kind === 'star' ? position : position + 1] = 1
      isAlive = true
    }
    if (!isAlive) return false
    passOn(steps, next)
    const reached = current
    current = next
    next = reached
  }
  return current[steps.length] === 1
}

/** Marks what is reached without a byte, which is always further on. */
function passOn(steps: readonly Step[], positions: Uint8Array): void {
  for (let position = 0; position < steps.length; position++) {
    const step = steps[position] as Step
    if (positions[position] === 0 || step.kind === 'byte') continue
    positions[position + 1] = 1
    if (step.kind === 'fork') positions[position + 3] = 1
  }
}

function readSteps(pattern: ByteText, options: WildmatchOptions): Step[] | null {
  const any = options.pathname ? anyButSlash : anyByte
  const steps: Step[] = []
  for (let index = 0; index < pattern.length; index++) {
    const sign = pattern.charAt(index)
    if (sign === '?') steps.push({ kind: 'byte', set: any })
    else if (sign === '*') index = pushStar(pattern, index, { steps, pathname: options.pathname }) - 1
    else if (sign === '[') {
      const found = readByteSet(pattern, index, options)
      if (found === null) return null
      steps.push({ kind: 'byte', set: found.set })
      index = found.end
    } else {
      const isEscaped = sign === '\\'
      // A backslash at the end matches nothing; nor does a capital letter after one when git makes the text small and not the pattern.
      if (isEscaped && (++index === pattern.length || (options.ignoreCase && /[A-Z]/.test(pattern.charAt(index))))) return null
      steps.push({ kind: 'byte', set: oneByte(pattern.charCodeAt(index), options.ignoreCase) })
    }
  }
  return steps
}

/** Gives the index after the stars. */
function pushStar(pattern: ByteText, start: number, { steps, pathname }: { steps: Step[]; pathname: boolean }): number {
  let end = start
  while (pattern.charAt(end) === '*') end++
  const isAlone = start === 0 || pattern.charAt(start - 1) === '/'
  const isBeforeSlash = pattern.startsWith('/', end) || pattern.startsWith('\\/', end)
  const crossesSlashes = !pathname || (end - start > 1 && isAlone && (end === pattern.length || isBeforeSlash))
  if (pathname && crossesSlashes && pattern.charAt(end) === '/') steps.push({ kind: 'fork', set: noByte })
  steps.push({ kind: 'star', set: crossesSlashes ? anyByte : anyButSlash })
  return end
}

const noByte: ByteSet = new Uint8Array(256)
const anyByte: ByteSet = new Uint8Array(256).fill(1)
const anyButSlash: ByteSet = anyByte.map((value, byte) => (byte === 0x2f ? 0 : value))

const exactBytes = Array.from({ length: 256 }, (_, byte) => makeByteSet(byte))
const foldedBytes = Array.from({ length: 256 }, (_, byte) => makeByteSet(byte, swapCase(byte)))

function oneByte(byte: number, ignoreCase: boolean): ByteSet {
  return (ignoreCase ? foldedBytes : exactBytes)[byte] as ByteSet
}

function makeByteSet(...bytes: readonly number[]): ByteSet {
  const set = new Uint8Array(256)
  for (const byte of bytes) set[byte] = 1
  return set
}

/** Of ASCII letters alone, as git does it. */
function swapCase(byte: number): number {
  const small = byte | 0x20
  return small >= 0x61 && small <= 0x7a ? byte ^ 0x20 : byte
}
