/** How a kind of string begins and ends. */
export interface StringRule {
  readonly open: string
  readonly close: string
  readonly multiline: boolean
  /** Whether a backslash takes the meaning of the sign behind it. */
  readonly escapes: boolean
  /** What begins code within the string, which `}` ends. */
  readonly interpolation?: string
  /** Holds one character. Where the sign begins no such literal it is something else: a lifetime, a separator of digits. */
  readonly character?: boolean
}

/** What is not code in a language, as far as a scan without a grammar can tell. */
export interface LexicalRules {
  readonly lineComments: readonly string[]
  /** Whether a line comment begins only after a blank or at the start of a line. */
  readonly lineCommentWantsBlank?: boolean
  readonly blockComments: readonly (readonly [open: string, close: string])[]
  /** Longer signs before the shorter ones that they begin with. */
  readonly strings: readonly StringRule[]
  /** Whether `/` may begin a regular expression. */
  readonly regularExpressions?: boolean
}

const quoted = (sign: string, changes: Partial<StringRule> = {}): StringRule => ({
  open: sign,
  close: sign,
  multiline: false,
  escapes: true,
  ...changes,
})
const double = quoted('"')
const single = quoted("'")
const character = quoted("'", { character: true })
const spanning = { multiline: true }
const raw = { multiline: true, escapes: false }
const triple = [quoted('"""', spanning), quoted("'''", spanning)]

const slashes: Pick<LexicalRules, 'lineComments' | 'blockComments'> = { lineComments: ['//'], blockComments: [['/*', '*/']] }
const hash: Pick<LexicalRules, 'lineComments' | 'blockComments'> = { lineComments: ['#'], blockComments: [] }
const dashes: Pick<LexicalRules, 'lineComments' | 'blockComments'> = { lineComments: ['--'], blockComments: [] }

const cLike: LexicalRules = { ...slashes, strings: [double, character] }
const script: LexicalRules = {
  ...slashes,
  strings: [double, single, quoted('`', { multiline: true, interpolation: '${' })],
  regularExpressions: true,
}
const shell: LexicalRules = {
  ...hash,
  lineCommentWantsBlank: true,
  strings: [quoted('"', spanning), quoted("'", raw), quoted('`')],
}
const lisp: LexicalRules = { lineComments: [';'], blockComments: [['#|', '|#']], strings: [quoted('"', spanning)] }
const style: LexicalRules = { lineComments: [], blockComments: [['/*', '*/']], strings: [double, single] }
const text: LexicalRules = { lineComments: [], blockComments: [], strings: [] }
const markup: LexicalRules = { lineComments: [], blockComments: [['<!--', '-->']], strings: [] }

/** By Monaco's language id. */
const rulesByLanguage: Readonly<Record<string, LexicalRules>> = {
  javascript: script,
  typescript: script,
  python: { ...hash, strings: [...triple, double, single] },
  go: { ...slashes, strings: [double, character, quoted('`', raw)] },
  rust: { ...slashes, strings: [{ open: 'r#"', close: '"#', ...raw }, quoted('"', spanning), character] },
  java: { ...slashes, strings: [quoted('"""', spanning), double, character] },
  kotlin: { ...slashes, strings: [quoted('"""', raw), double, character] },
  scala: { ...slashes, strings: [quoted('"""', raw), double, character] },
  swift: { ...slashes, strings: [quoted('"""', spanning), double] },
  csharp: { ...slashes, strings: [quoted('"""', raw), { open: '@"', close: '"', ...raw }, double, character] },
  dart: { ...slashes, strings: [...triple, double, single] },
  php: { lineComments: ['//', '#'], blockComments: [['/*', '*/']], strings: [quoted('"', spanning), quoted("'", spanning)] },
  scss: { ...style, lineComments: ['//'] },
  less: { ...style, lineComments: ['//'] },
  css: style,
  ruby: { ...hash, lineCommentWantsBlank: true, strings: [double, single] },
  shell,
  shellscript: shell,
  perl: { ...hash, lineCommentWantsBlank: true, strings: [double, single] },
  powershell: { ...hash, blockComments: [['<#', '#>']], strings: [double, quoted("'", { escapes: false })] },
  r: { ...hash, strings: [double, single] },
  julia: { ...hash, strings: [quoted('"""', spanning), double, character] },
  elixir: { ...hash, strings: [quoted('"""', spanning), double] },
  coffeescript: { ...hash, strings: [...triple, double, single] },
  yaml: { ...hash, lineCommentWantsBlank: true, strings: [double, quoted("'", { escapes: false })] },
  toml: { ...hash, strings: [...triple, double, quoted("'", { escapes: false })] },
  dockerfile: { ...hash, strings: [double, single] },
  makefile: { ...hash, strings: [] },
  graphql: { ...hash, strings: [quoted('"""', raw), double] },
  sql: { ...dashes, blockComments: [['/*', '*/']], strings: [quoted("'", raw), double] },
  lua: { lineComments: ['--'], blockComments: [['--[[', ']]']], strings: [{ open: '[[', close: ']]', ...raw }, double, single] },
  haskell: { ...dashes, blockComments: [['{-', '-}']], strings: [double, character] },
  ada: { ...dashes, strings: [quoted('"', { escapes: false }), character] },
  elm: { ...dashes, blockComments: [['{-', '-}']], strings: [quoted('"""', spanning), double, character] },
  fsharp: {
    lineComments: ['//'],
    blockComments: [['(*', '*)']],
    strings: [quoted('"""', raw), quoted('"', spanning), character],
  },
  clojure: lisp,
  scheme: lisp,
  json: { lineComments: [], blockComments: [], strings: [double] },
  html: markup,
  xml: markup,
  markdown: text,
  plaintext: text,
}

/** C's rules serve for languages that are not in the table. */
export function getLexicalRules(language: string): LexicalRules {
  return Object.hasOwn(rulesByLanguage, language) ? (rulesByLanguage[language] ?? cLike) : cLike
}
