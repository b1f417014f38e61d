import disambiguations from './linguist-heuristics.json' with { type: 'json' }

interface Rule {
  language: string
  all: readonly RegExp[]
  none: readonly RegExp[]
}

/** Linguist looks at the first 50 kB. */
export const consideredBytes = 50 * 1024
/** Longer lines and runs of blanks are cut, so that a pattern that takes the square of their length takes a part of a second at most. */
const maxLineLength = 300
const maxBlanks = 40
/** Patterns are tried until then; a text on which they are slow keeps the language that most files of its extension have. */
const budgetMs = 250

const rulesByExtension = new Map<string, readonly Rule[]>()

/**
 * The language that GitHub Linguist's heuristics find for a text whose extension (in small letters, with its dot) several languages share, or
 * undefined. They are those of Linguist's `heuristics.yml`, made into JSON by `tools/linguist-heuristics.mjs`.
 */
export function disambiguate(extension: string, start: Uint8Array): string | undefined {
  const rules = getRules(extension)
  if (rules.length === 0) return undefined
  const text = prepareText(start)
  const endMs = performance.now() + budgetMs
  const rule = rules.find(({ all, none }) => {
    if (performance.now() > endMs) return false
    return all.every((pattern) => pattern.test(text)) && !none.some((pattern) => pattern.test(text))
  })
  return rule?.language
}

function getRules(extension: string): readonly Rule[] {
  let rules = rulesByExtension.get(extension)
  if (rules === undefined) {
    const found = disambiguations.find(({ extensions }) => extensions.includes(extension))
    rules = (found?.rules ?? []).map(readRule)
    rulesByExtension.set(extension, rules)
  }
  return rules
}

function readRule({ language, all = [], none = [] }: { language: string; all?: string[]; none?: string[] }): Rule {
  const compile = (pattern: string) => new RegExp(pattern, 'm')
  return { language, all: all.map(compile), none: none.map(compile) }
}

/** Nothing long that says nothing: the rest of long lines, runs of blanks, blank lines after the first of several. */
function prepareText(start: Uint8Array): string {
  const considered = start.subarray(0, consideredBytes)
  const text = new TextDecoder().decode(considered)
  if (!needsCutting(considered)) return text
  const kept: string[] = []
  let wasBlank = false
  for (const line of text.split(/\r\n?|\n/)) {
    const isBlank = line.trim() === ''
    if (!isBlank || !wasBlank) kept.push(line.slice(0, maxLineLength).replace(/\s{41,}/g, (blanks) => blanks.slice(0, maxBlanks)))
    wasBlank = isBlank
  }
  return kept.join('\n')
}

/** Whether there is a long line, a long run of white space or a carriage return. Most texts have none. */
function needsCutting(bytes: Uint8Array): boolean {
  let lineLength = 0
  let blanks = 0
  for (const byte of bytes) {
    if (byte === 0x0d) return true
    lineLength = byte === 0x0a ? 0 : lineLength + 1
    blanks = byte === 0x20 || (byte >= 0x09 && byte <= 0x0c) ? blanks + 1 : 0
    if (lineLength > maxLineLength || blanks > maxBlanks) return true
  }
  return false
}
