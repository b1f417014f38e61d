import { findComment, outlineYaml, unquote, type YamlEntry } from './yaml-outline.ts'

/** What the keys of a map have as values, where these are on their lines. */
export type Siblings = ReadonlyMap<string, string>

/** One step down into a text: to a key of a map, with what else the map has, or to an item of a list. */
export type YamlLevel = { readonly kind: 'key'; readonly name: string; readonly siblings: Siblings } | { readonly kind: 'item' }

/** Where in a recipe a position is. */
export interface YamlPlace {
  /** From the top to the map, or the value, at the position. */
  readonly levels: readonly YamlLevel[]
  /** `either` where it is not known until more is written: a word that could become a key. */
  readonly at: 'key' | 'value' | 'either'
  /** What else the map has, for a key. */
  readonly siblings: Siblings
  /** The word at the position, on its line: columns from 0 on. */
  readonly start: number
  readonly end: number
  readonly word: string
  /** Whether it is within brackets, where what is written stays on its line. */
  readonly isInBrackets: boolean
}

/** What a position of a text is about; null in a comment. Line and column from 0 on. */
export function findYamlPlace(text: string, line: number, column: number): YamlPlace | null {
  const lines = text.split(/\r\n|\r|\n/)
  const own = lines[line] ?? ''
  const comment = findComment(own)
  if (column > comment) return null
  const entries = outlineYaml(lines)
  const before = entries.filter((entry) => entry.line < line || (entry.line === line && entry.indent <= column))
  const last = before.at(-1)
  const bracketed = last && readBrackets(lines, last, { line, column })
  if (bracketed) {
    const levels = [...listLevels(last, entries), ...bracketed.levels]
    return { ...findWord(own, column, /[[\]{},:]/), levels, at: bracketed.at, siblings: bracketed.siblings, isInBrackets: true }
  }
  if (last?.line !== line) {
    const indent = own.trim() === '' ? column : own.search(/\S/)
    const parent = before.findLast((entry) => entry.indent < indent) ?? null
    return block(findWord(own, column), parent, entries, 'either')
  }
  if (last.kind === 'item') return block(findWord(own, column), last, entries, 'either')
  if (column <= last.nameEnd) return block(findWord(own, column), last.parent, entries, 'key')
  return { ...block(findWord(own, column), last, entries, 'value'), siblings: new Map() }
}

type Word = Pick<YamlPlace, 'start' | 'end' | 'word'>

function block(word: Word, parent: YamlEntry | null, entries: readonly YamlEntry[], at: YamlPlace['at']): YamlPlace {
  const siblings = new Map(readSiblings(parent, entries))
  if (at === 'key') siblings.delete(word.word)
  return { ...word, levels: parent ? listLevels(parent, entries) : [], at, siblings, isInBrackets: false }
}

/** From the top down to an entry. */
function listLevels(entry: YamlEntry, entries: readonly YamlEntry[]): YamlLevel[] {
  const above = entry.parent ? listLevels(entry.parent, entries) : []
  if (entry.kind === 'item') return [...above, { kind: 'item' }]
  return [...above, { kind: 'key', name: entry.name, siblings: readSiblings(entry.parent, entries) }]
}

function readSiblings(parent: YamlEntry | null, entries: readonly YamlEntry[]): Siblings {
  const keys = entries.filter((entry) => entry.parent === parent && entry.kind === 'key')
  return new Map(keys.map(({ name, value }) => [name, unquote(value)]))
}

interface Bracket {
  readonly kind: 'map' | 'list'
  readonly siblings: Map<string, string>
  /** The key whose value is written. */
  key: string | null
}

/** Where a position is in the brackets that an entry's value opens; null when it is in none. */
function readBrackets(
  lines: readonly string[],
  entry: YamlEntry,
  { line, column }: { line: number; column: number },
): { levels: YamlLevel[]; at: YamlPlace['at']; siblings: Siblings } | null {
  if (!/^[[{]/.test(entry.value)) return null
  const texts = lines.slice(entry.line, line + 1).map((text) => text.slice(0, findComment(text)))
  if (line > entry.line) texts[texts.length - 1] = (lines[line] ?? '').slice(0, column)
  else texts[0] = (texts[0] as string).slice(0, column)
  const open = walkBrackets(texts.join(' ').slice(entry.valueStart))
  const innermost = open.at(-1)
  if (!innermost) return null
  const levels = open.flatMap((bracket): YamlLevel[] => {
    if (bracket.kind === 'list') return [{ kind: 'item' }]
    return bracket.key === null ? [] : [{ kind: 'key', name: bracket.key, siblings: bracket.siblings }]
  })
  return { levels, at: innermost.kind === 'map' && innermost.key === null ? 'key' : 'value', siblings: innermost.siblings }
}

function walkBrackets(text: string): Bracket[] {
  const open: Bracket[] = []
  let word = ''
  const endWord = () => {
    const innermost = open.at(-1)
    if (innermost?.kind === 'map' && innermost.key !== null) innermost.siblings.set(innermost.key, unquote(word))
    if (innermost) innermost.key = null
    word = ''
  }
  for (const [part] of text.matchAll(/"[^"]*"?|'[^']*'?|[\s\S]/g)) {
    if (part === '[' || part === '{') {
      open.push({ kind: part === '{' ? 'map' : 'list', siblings: new Map(), key: null })
      word = ''
    } else if (part === ']' || part === '}') {
      endWord()
      open.pop()
    } else if (part === ',') endWord()
    else if (part === ':' && open.at(-1)?.kind === 'map') {
      const innermost = open.at(-1) as Bracket
      innermost.key = unquote(word)
      word = ''
    } else word += part
  }
  return open
}

/** The word around a column: names may have spaces in them, so it ends where a value does. */
function findWord(line: string, column: number, ends = /$^/): Word {
  const comment = findComment(line)
  let start = column
  const isEnd = (at: number) => ends.test(line[at] ?? '') || (line[at] === ':' && /^(\s|$)/.test(line.slice(at + 1)))
  while (start > 0 && !isEnd(start - 1)) start--
  let end = column
  while (end < comment && !isEnd(end)) end++
  while (start < column && (line[start] === ' ' || (line[start] === '-' && line[start + 1] === ' '))) start++
  while (end > column && line[end - 1] === ' ') end--
  return { start, end, word: unquote(line.slice(start, end)) }
}
