import type { ByteText } from './byte-text.ts'
import { compileWildmatch } from './wildmatch.ts'

/** One line of a file of ignore rules. */
export interface IgnorePattern {
  /** It begins with `!`: what it matches is not ignored. */
  readonly isNegative: boolean
  /** It ends with a slash: it matches no file. */
  readonly isFolderOnly: boolean
  /** `path` is relative to the folder that the rules are of. */
  matches(path: ByteText): boolean
}

const wildcard = /[*?[\\]/

/**
 * Reads the rules of a `.gitignore`, `.git/info/exclude` or `core.excludesFile` as git's `dir.c` does, in the order in which they stand: the
 * last one that matches decides. https://git-scm.com/docs/gitignore
 */
export function readIgnorePatterns(content: ByteText, ignoreCase: boolean): IgnorePattern[] {
  const patterns: IgnorePattern[] = []
  for (const line of content.replace(/^\xef\xbb\xbf/, '').split('\n')) {
    // To git a line is a text of C: it ends at a zero byte.
    const rule = trimSpaces(line.replace(/\r$/, '').split('\0', 1)[0] ?? '')
    if (rule !== '' && !rule.startsWith('#')) patterns.push(readPattern(rule, ignoreCase))
  }
  return patterns
}

/** Blanks at the end do not count, unless a backslash stands before them. Tabs do. */
function trimSpaces(line: string): string {
  let end = line.length
  while (line.charAt(end - 1) === ' ') end--
  if (end === line.length) return line
  const backslashes = end - line.slice(0, end).replace(/\\+$/, '').length
  return line.slice(0, end + (backslashes % 2))
}

function readPattern(rule: string, ignoreCase: boolean): IgnorePattern {
  const isNegative = rule.startsWith('!')
  const whole = isNegative ? rule.slice(1) : rule
  const isFolderOnly = whole.endsWith('/')
  const pattern = isFolderOnly ? whole.slice(0, -1) : whole
  const matches = pattern.includes('/') ? matchPath(pattern, ignoreCase) : matchName(pattern, ignoreCase)
  return { isNegative, isFolderOnly, matches }
}

/** A pattern without a slash is compared to the name at every depth. */
function matchName(pattern: ByteText, ignoreCase: boolean): (path: ByteText) => boolean {
  const equals = compareWith(ignoreCase)
  const named = (test: (name: ByteText) => boolean) => (path: ByteText) => test(path.slice(path.lastIndexOf('/') + 1))
  if (!wildcard.test(pattern)) return named((name) => equals(name, pattern))
  const ending = pattern.slice(1)
  if (pattern.startsWith('*') && !wildcard.test(ending)) {
    return named((name) => name.length >= ending.length && equals(name.slice(name.length - ending.length), ending))
  }
  return named(compileLater(pattern, { pathname: false, ignoreCase }))
}

/**
 * A pattern with a slash is compared to the whole path. Git compares what stands before the first wildcard apart and then matches the rest by
 * itself, so that the `**` of `gen**\/out` begins the rest and crosses folders.
 */
function matchPath(pattern: ByteText, ignoreCase: boolean): (path: ByteText) => boolean {
  const equals = compareWith(ignoreCase)
  const bound = pattern.startsWith('/') ? pattern.slice(1) : pattern
  const prefixLength = wildcard.exec(bound)?.index ?? bound.length
  const prefix = bound.slice(0, prefixLength)
  if (prefixLength === bound.length) return (path) => equals(path, prefix)
  const matchesRest = compileLater(bound.slice(prefixLength), { pathname: true, ignoreCase })
  return (path) =>
    path.length >= prefixLength && equals(path.slice(0, prefixLength), prefix) && matchesRest(path.slice(prefixLength))
}

function compareWith(ignoreCase: boolean): (left: ByteText, right: ByteText) => boolean {
  if (!ignoreCase) return (left, right) => left === right
  return (left, right) => left.length === right.length && toSmallAscii(left) === toSmallAscii(right)
}

function toSmallAscii(text: ByteText): ByteText {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** Compiled when it is first asked: most rules of a large file stay unused. */
function compileLater(pattern: ByteText, options: { pathname: boolean; ignoreCase: boolean }): (text: ByteText) => boolean {
  let compiled: ((text: ByteText) => boolean) | null | undefined
  return (text) => {
    if (compiled === undefined) compiled = compileWildmatch(pattern, options)
    return compiled?.(text) ?? false
  }
}
