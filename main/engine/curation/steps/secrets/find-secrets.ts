import { measureEntropy } from './entropy.ts'
import { checksumPaths, gitleaksExemption, readGitleaksRules } from './gitleaks-rules.ts'
import { createKeywordScanner } from './keyword-scanner.ts'
import { ownRules } from './own-rules.ts'
import type { Exemption, SecretRule, SecretType } from './secret-rule.ts'

/** Bytes of a document from `start` to before `end`. */
export interface Secret {
  readonly type: SecretType
  readonly rule: string
  readonly start: number
  readonly end: number
}

export interface SecretFinder {
  /** In the order of their beginnings; no two overlap. */
  find(bytes: Uint8Array, path: string | null): Secret[]
}

/** What another rule knows better is not for those that look at names alone. */
const order: Record<SecretType, number> = {
  'service-key': 0,
  'private-key': 0,
  'web-token': 0,
  'example-key': 0,
  password: 1,
  'generic-key': 2,
}

interface Match {
  readonly text: string
  readonly path: string
  readonly index: number
  readonly end: number
  readonly secret: string
}

/** How far around a match its name and its lines are looked at. */
const nameLength = 50
const lineLength = 200

/** Reads bytes as Latin-1, so that places in the text are places in the bytes, whether these are UTF-8 or not. */
export function createSecretFinder(options: { generic: boolean }): SecretFinder {
  const rules = orderRules(options.generic)
  const words = [...new Set(rules.flatMap(({ keywords }) => keywords))]
  const scanner = createKeywordScanner(words)
  const rulesOf = words.map((word) => rules.flatMap(({ keywords }, rank) => (keywords.includes(word) ? [rank] : [])))

  return {
    find(bytes, path) {
      if (path !== null && checksumPaths.some((pattern) => pattern.test(path))) return []
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
      /** Where a rule's last match ends: what lies within is not looked at again. */
      const ends = new Map<number, number>()
      const found: (Secret & { rank: number })[] = []
      scanner.scan(bytes, (word, start) => {
        for (const rank of rulesOf[word] as number[]) {
          if (start < (ends.get(rank) ?? 0)) continue
          const rule = rules[rank] as SecretRule
          const match = matchNear(rule, text, start, path ?? '')
          if (match === undefined) continue
          ends.set(rank, match.end)
          const secret = judge(rule, match)
          if (secret) found.push({ ...secret, rank })
        }
      })
      return withoutOverlaps(found, bytes.length)
    },
  }
}

let allRules: readonly SecretRule[] | undefined

/** Compiled at the first call, which takes some ten milliseconds. */
function orderRules(generic: boolean): SecretRule[] {
  allRules ??= [...ownRules, ...readGitleaksRules()].sort((a, b) => order[a.type] - order[b.type])
  return allRules.filter(({ type }) => generic || type !== 'generic-key')
}

function matchNear(rule: SecretRule, text: string, keywordStart: number, path: string): Match | undefined {
  if (rule.path && !rule.path.test(path)) return undefined
  for (let at = Math.max(0, keywordStart - rule.lead); at <= keywordStart; at++) {
    rule.pattern.lastIndex = at
    const match = rule.pattern.exec(text)
    if (!match) continue
    const secret = match.findLast((group, index) => index > 0 && group) ?? match[0]
    return { text, path, index: at, end: at + match[0].length, secret }
  }
  return undefined
}

function judge(rule: SecretRule, match: Match): Secret | undefined {
  const { text, index, end, secret } = match
  if (rule.entropy > 0 && measureEntropy(secret) <= rule.entropy) return undefined
  const start = index + text.slice(index, end).lastIndexOf(secret)
  // What has the form of a service's key, and says that it is none, is what documentation shows: worth a mark of its own.
  const isExample = rule.type === 'service-key' && secret.includes('EXAMPLE')
  if (!isExample && [gitleaksExemption, ...rule.exemptions].some((exemption) => holds(exemption, match))) return undefined
  return { type: isExample ? 'example-key' : rule.type, rule: rule.id, start, end: start + secret.length }
}

function holds(exemption: Exemption, match: Match): boolean {
  const inPath = exemption.paths.some((pattern) => pattern.test(match.path))
  if (exemption.all && !inPath) return false
  if (inPath && !exemption.all) return true
  const target = takeTarget(exemption.target, match)
  if (exemption.patterns.some((pattern) => pattern.test(target))) return true
  if (exemption.stopwords.length === 0) return false
  const secret = match.secret.toLowerCase()
  return exemption.stopwords.some((word) => secret.includes(word))
}

function takeTarget(target: Exemption['target'], { text, index, end, secret }: Match): string {
  if (target === 'secret') return secret
  if (target === 'match') {
    const before = text.slice(Math.max(0, index - nameLength), index)
    return `${/[\w.-]{0,50}$/.exec(before)?.[0] ?? ''}${text.slice(index, end)}`
  }
  const before = text.slice(Math.max(0, index - lineLength), index)
  const after = text.slice(end, end + lineLength)
  return `${before.slice(before.lastIndexOf('\n') + 1)}${text.slice(index, end)}${after.split('\n', 1)[0]}`
}

/** Of secrets that overlap, the one whose rule comes first is left, then the longer one. */
function withoutOverlaps(found: (Secret & { rank: number })[], sizeBytes: number): Secret[] {
  if (found.length === 0) return []
  const taken = new Uint8Array(sizeBytes)
  const left: Secret[] = []
  found.sort((a, b) => a.rank - b.rank || b.end - b.start - (a.end - a.start) || a.start - b.start)
  for (const { rank: _rank, ...secret } of found) {
    if (taken.subarray(secret.start, secret.end).includes(1)) continue
    taken.fill(1, secret.start, secret.end)
    left.push(secret)
  }
  return left.sort((a, b) => a.start - b.start)
}
