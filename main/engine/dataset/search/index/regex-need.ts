import type { TextPattern } from '#contracts/query/query'
import { needAll, needCharacters, needOne, type TrigramNeed } from './trigrams.ts'

/**
 * What a text must have that an expression matches: the characters that stand in it for themselves, one branch or another. Whatever is not
 * understood asks for nothing, so that no document is lost by it. (Cox: Regular Expression Matching with a Trigram Index, 2012, without
 * the sets of prefixes and suffixes: classes break a run.)
 */
export function regexNeed({ source, flags }: Extract<TextPattern, { type: 'regex' }>): TrigramNeed {
  const reader: RegexReader = { source, position: 0, isBlind: flags.includes('i'), isUnicode: flags.includes('u') }
  const need = readBranches(reader)
  return reader.position === source.length ? need : { type: 'all' }
}

interface RegexReader {
  readonly source: string
  position: number
  readonly isBlind: boolean
  readonly isUnicode: boolean
}

/** A part of an expression: a character that stands for itself, something with a need of its own, or null for what asks for nothing. */
type Atom = string | TrigramNeed | null

function readBranches(reader: RegexReader): TrigramNeed {
  const branches = [readBranch(reader)]
  while (reader.source[reader.position] === '|') {
    reader.position++
    branches.push(readBranch(reader))
  }
  return needOne(branches)
}

function readBranch(reader: RegexReader): TrigramNeed {
  const needs: TrigramNeed[] = []
  let run = ''
  const endRun = () => {
    needs.push(needCharacters(run, !reader.isBlind))
    run = ''
  }
  while (reader.position < reader.source.length && !/[|)]/.test(reader.source[reader.position] as string)) {
    const atom = readAtom(reader)
    const times = readQuantifier(reader)
    if (typeof atom === 'string' && times !== 'any') run += atom
    if (typeof atom === 'string' && times === 'once') continue
    endRun()
    if (atom !== null && typeof atom !== 'string' && times !== 'any') needs.push(atom)
  }
  endRun()
  return needAll(needs)
}

/** `any`: the atom may be missing. */
function readQuantifier(reader: RegexReader): 'once' | 'any' | 'more' {
  const quantifier = /(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/y
  quantifier.lastIndex = reader.position
  const match = quantifier.exec(reader.source)
  if (!match) return 'once'
  reader.position += match[0].length
  if (match[0][0] === '+') return 'more'
  return match[1] !== undefined && Number(match[1]) > 0 ? 'more' : 'any'
}

function readAtom(reader: RegexReader): Atom {
  const character = reader.source[reader.position++] as string
  switch (character) {
    case '(':
      return readGroup(reader)
    case '[':
      skipClass(reader)
      return null
    case '\\':
      return readEscape(reader)
    case '.':
    case '^':
    case '$':
      return null
    default:
      return standsForItself(reader, character) ? character : null
  }
}

/** With `i` and `u` together, `k` and `s` are the same as two characters that are not ASCII. */
function standsForItself({ isBlind, isUnicode }: RegexReader, character: string): boolean {
  if (/[\ud800-\udfff]/.test(character)) return false
  return !(isBlind && isUnicode && /[ks]/i.test(character))
}

function readGroup(reader: RegexReader): TrigramNeed | null {
  const start = /\?(?:[:=]|<=|<[^=!>]*>|(!|<!|[a-z-]+:))/y
  start.lastIndex = reader.position
  const match = start.exec(reader.source)
  if (match) reader.position += match[0].length
  const need = readBranches(reader)
  reader.position++
  // What must not be there asks for nothing, and neither does a group whose flags are others.
  return match?.[1] === undefined ? need : null
}

function skipClass(reader: RegexReader): void {
  const rest = /(?:\\[\s\S]|[^\]\\])*\]/y
  rest.lastIndex = reader.position
  reader.position += rest.exec(reader.source)?.[0].length ?? 0
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function readEscape(reader: RegexReader): Atom {
  const name = /u\{[^}]*\}|[pP]\{[^}]*\}|k<[^>]*>|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|\d+|[\s\S]/iy
  name.lastIndex = reader.position
  const escaped = name.exec(reader.source)?.[0] ?? ''
  reader.position += escaped.length
  if (escaped in controls) return controls[escaped] as string
  // A letter or digit behind a backslash is something else than itself.
  return /^[^\w]$/.test(escaped) && standsForItself(reader, escaped) ? escaped : null
}
