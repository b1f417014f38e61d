/** A key or an item of a list in YAML, as far as its lines tell. Lines and columns from 0 on. */
export interface YamlEntry {
  readonly kind: 'key' | 'item'
  readonly line: number
  /** Where its name or its dash stands. */
  readonly indent: number
  /** Of a key, without quotes; empty for an item. */
  readonly name: string
  /** Where the key's name ends, its quotes included. */
  readonly nameEnd: number
  /** What stands behind it on its line, without a comment; empty for what has its value below. */
  readonly value: string
  readonly valueStart: number
  /** The entry that it is in, null at the top. */
  readonly parent: YamlEntry | null
}

type Unplaced = Omit<YamlEntry, 'parent'>

const keyPattern = /^("[^"]*"|'[^']*'|[^\s"'#:,{}[\]-][^:#{}[\]]*?)(?=\s*:(?:\s|$))/

/**
 * Reads what stands where by indentation alone, so that a text can be half written. What a list or map in brackets holds is in the value of its
 * entry; texts over several lines are not known.
 */
export function outlineYaml(lines: readonly string[]): YamlEntry[] {
  const entries: YamlEntry[] = []
  const open: YamlEntry[] = []
  let depth = 0
  for (const [line, text] of lines.entries()) {
    // A list or map in brackets that goes over several lines.
    const wasInBrackets = depth > 0
    depth = Math.max(0, depth + countBrackets(text))
    if (wasInBrackets) continue
    for (const entry of readLine(text, line)) {
      while (open.length > 0 && !isInside(entry, open[open.length - 1] as YamlEntry)) open.pop()
      const placed = { ...entry, parent: open[open.length - 1] ?? null }
      open.push(placed)
      entries.push(placed)
    }
  }
  return entries
}

/** A list may stand as far left as the key that it belongs to. */
function isInside(entry: Unplaced, other: YamlEntry): boolean {
  return other.indent < entry.indent || (other.indent === entry.indent && entry.kind === 'item' && other.kind === 'key')
}

function readLine(text: string, line: number): Unplaced[] {
  const end = findComment(text)
  const entries: Unplaced[] = []
  let at = skipSpaces(text, 0)
  while (text[at] === '-' && (at + 1 >= end || text[at + 1] === ' ')) {
    const valueStart = skipSpaces(text, at + 1)
    const value = text.slice(valueStart, end).trimEnd()
    entries.push({ kind: 'item', line, indent: at, name: '', nameEnd: at + 1, value, valueStart })
    at = valueStart
  }
  const [name] = keyPattern.exec(text.slice(at, end)) ?? []
  if (name === undefined) return entries
  const nameEnd = at + name.length
  const valueStart = skipSpaces(text, text.indexOf(':', nameEnd) + 1)
  const value = text.slice(valueStart, end).trimEnd()
  entries.push({ kind: 'key', line, indent: at, name: unquote(name), nameEnd, value, valueStart })
  return entries
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text[at] === ' ') at++
  return at
}

/** Where the comment of a line begins; its length without one. */
export function findComment(text: string): number {
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string
    if (quote !== '') {
      if (letter === quote) quote = ''
    } else if (letter === '#' && (at === 0 || text[at - 1] === ' ')) return at
    else if ((letter === '"' || letter === "'") && /[\s,:[{(-]/.test(text[at - 1] ?? ' ')) quote = letter
  }
  return text.length
}

/** How many more brackets are opened than closed. */
function countBrackets(text: string): number {
  const read = text.slice(0, findComment(text)).replaceAll(/"[^"]*"|'[^']*'/g, '')
  return (read.match(/[[{]/g)?.length ?? 0) - (read.match(/[\]}]/g)?.length ?? 0)
}

export function unquote(text: string): string {
  const trimmed = text.trim()
  return /^(".*"|'.*')$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed
}
