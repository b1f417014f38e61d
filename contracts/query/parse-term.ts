import { parseClusterTerm } from './cluster-term.ts'
import { parseRange, type RangeOperator } from './number-range.ts'
import { type QueryTerm, type QueryVocabulary, type TextPattern, type ValueField, valueFields } from './query.ts'
import type { QueryReader } from './query-reader.ts'
import { findSignal } from './signal-name.ts'

/** A name and what joins it to a value. */
const fieldStart = /(meta\.[\w.-]*\w|[A-Za-z_][\w.]*)(:|<=|>=|<|>|=)/y
/** Up to a blank, a quotation mark or a parenthesis. */
const bareWord = /[^\s()"]+/y
const regexFlags = 'isu'
/** Names that people also write. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['license', 'licence'],
  ['language', 'lang'],
])

/**
 * Reads one condition:
 *
 *     word  "text"  'Text'  /regex/flags        in the text of the document; only 'Text' and a regex without i tell upper from lower case
 *     path:word  path:"text"  path:/regex/
 *     lang:value  licence:value  repo:value  source:value  verdict:value  label:value
 *     meta.name:word  meta.name:"text"  meta.name:/regex/
 *     signal>1  signal<=1.5k  signal=3  signal:1k..20k
 *     has:signal  missing:signal
 *     cluster:number  cluster:number@0.7  cluster:number@exact
 */
export function parseTerm(reader: QueryReader, vocabulary: QueryVocabulary): QueryTerm {
  const start = reader.position
  const match = reader.take(fieldStart)
  if (!match) return { type: 'text', pattern: parsePattern(reader) }
  const written = match[1] as string
  const name = otherNames.get(written) ?? written
  const operator = match[2] as RangeOperator
  const isField = operator === ':' || operator === '='
  if (isField && name === 'path') return { type: 'path', pattern: parsePattern(reader) }
  if (isField && isValueField(name)) return { type: 'value', field: name, value: parseValue(reader, name, vocabulary) }
  if (isField && (name === 'has' || name === 'missing')) return parsePresence(reader, name, vocabulary)
  if (isField && name === 'cluster') return parseClusterTerm(reader, vocabulary)
  if (isField && /^meta\../.test(name)) return { type: 'metadata', key: name.slice(5), pattern: parsePattern(reader) }
  const signal = findSignal(name, vocabulary.signals)
  if (signal !== undefined) return parseRangeTerm(reader, { signal, operator })
  reader.position = start + name.length
  return reader.refuse(describeUnknown(reader, name, start), start)
}

function parsePattern(reader: QueryReader): TextPattern {
  const start = reader.position
  if (reader.isAt('/')) return parseRegex(reader)
  const isExact = reader.isAt("'")
  if (isExact || reader.isAt('"')) {
    const text = reader.takeQuoted()
    if (text === '') reader.refuse('Text is expected between the quotation marks.', start)
    return { type: 'substring', text, matchCase: isExact }
  }
  return { type: 'substring', text: takeWord(reader), matchCase: false }
}

function parseRegex(reader: QueryReader): TextPattern {
  const start = reader.position
  const { source, flags, flagsAt } = reader.takeRegex()
  if (/[^a-z]|(.).*\1/.test(flags) || [...flags].some((flag) => !regexFlags.includes(flag))) {
    reader.refuse('The flags i, s and u are known, each once. Text that begins with a slash goes in quotes.', flagsAt)
  }
  const sorted = [...flags].sort().join('')
  try {
    new RegExp(source, `${sorted}m`)
  } catch (error) {
    // The reason stands behind the last colon: "Invalid regular expression: /(/m: Unterminated group".
    const reason = String((error as Error).message)
      .split(': ')
      .at(-1)
    reader.refuse(`This is no regular expression: ${reason}. Text that begins with a slash goes in quotes.`, start)
  }
  return { type: 'regex', source, flags: sorted }
}

function parseValue(reader: QueryReader, field: ValueField, vocabulary: QueryVocabulary): string {
  const start = reader.position
  const value = parseText(reader)
  const known = vocabulary.values?.[field]
  if (known && !value.includes('*')) {
    const same = known.find((each) => each === value) ?? known.find((each) => each.toLowerCase() === value.toLowerCase())
    if (same !== undefined) return same
    const listed = known.slice(0, 8).join(', ')
    reader.refuse(
      known.length === 0
        ? `The project has no value for ${field}.`
        : `${field} has no value "${value}" here. It has ${listed}${known.length > 8 ? ' and others' : ''}.`,
      start,
    )
  }
  return value
}

function parsePresence(reader: QueryReader, word: 'has' | 'missing', vocabulary: QueryVocabulary): QueryTerm {
  const start = reader.position
  const name = parseText(reader)
  const signal = findSignal(name, vocabulary.signals)
  if (signal === undefined) {
    reader.refuse(`The project has no signal "${name}". It has ${vocabulary.signals.join(', ') || 'none'}.`, start)
  }
  return { type: 'present', signal, isPresent: word === 'has' }
}

function parseRangeTerm(reader: QueryReader, { signal, operator }: { signal: string; operator: RangeOperator }): QueryTerm {
  const start = reader.position
  const range = parseRange(operator, reader.take(/[^\s()"]*/y)?.[0] ?? '')
  if (!range) {
    const example = operator === ':' ? `${signal}:1k..20k` : `${signal}${operator}1.5k`
    reader.refuse(`A number is expected, as in ${example}.`, start)
  }
  return { type: 'range', signal, range }
}

function parseText(reader: QueryReader): string {
  const start = reader.position
  const value = reader.isAt('"') || reader.isAt("'") ? reader.takeQuoted() : takeWord(reader)
  if (value === '') reader.refuse('A value is expected between the quotation marks.', start)
  return value
}

function takeWord(reader: QueryReader): string {
  const start = reader.position
  const word = reader.take(bareWord)?.[0]
  if (word === undefined) reader.refuse('A value is expected here.')
  if (reader.isAt('(') || reader.isAt('"')) {
    reader.refuse(`Text with parentheses or quotation marks goes in quotes, as in "${word}…".`, start)
  }
  return word
}

function describeUnknown(reader: QueryReader, name: string, start: number): string {
  const word = /[^\s()"]+/y
  word.lastIndex = start
  const whole = word.exec(reader.text)?.[0] ?? name
  return `There is no field or signal "${name}". To look for this text, put it in quotes: "${whole}".`
}

function isValueField(name: string): name is ValueField {
  return (valueFields as readonly string[]).includes(name)
}
