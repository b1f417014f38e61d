import data from './gitleaks-rules.json' with { type: 'json' }
import { moreExemptions } from './own-rules.ts'
import type { Exemption, SecretRule, SecretType } from './secret-rule.ts'

interface StoredExemption {
  target: string
  patterns: string[]
  stopwords: string[]
  paths: string[]
  all: boolean
}

interface StoredRule {
  id: string
  pattern: string
  keywords: string[]
  lead?: number
  entropy?: number
  path?: string
  allowed?: StoredExemption[]
}

const types: Record<string, SecretType> = {
  'private-key': 'private-key',
  jwt: 'web-token',
  'jwt-base64': 'web-token',
  'generic-api-key': 'generic-key',
  'hashicorp-tf-password': 'password',
  'nuget-config-password': 'password',
  'planetscale-password': 'password',
  'sidekiq-sensitive-url': 'password',
}

const toPatterns = (sources: readonly string[]) => sources.map((source) => new RegExp(source))

function toExemption({ target, patterns, stopwords, paths, all }: StoredExemption): Exemption {
  if (target !== 'secret' && target !== 'match' && target !== 'line') throw new Error(`What is "${target}" of a match?`)
  return { target, patterns: toPatterns(patterns), stopwords, paths: toPatterns(paths), all }
}

/** The rules of gitleaks in their order. */
export function readGitleaksRules(): SecretRule[] {
  const stored: readonly StoredRule[] = data.rules
  return stored.map((rule) => {
    return {
      id: rule.id,
      type: types[rule.id] ?? 'service-key',
      pattern: new RegExp(rule.pattern, 'y'),
      keywords: rule.keywords,
      lead: rule.lead ?? 0,
      entropy: rule.entropy ?? 0,
      ...(rule.path !== undefined && { path: new RegExp(rule.path) }),
      exemptions: [...(rule.allowed ?? []).map(toExemption), ...(moreExemptions[rule.id] ?? [])],
    }
  })
}

/** What gitleaks takes for no secret, whatever the rule: variables, folders, one letter over and over. */
export const gitleaksExemption: Exemption = {
  target: 'secret',
  patterns: toPatterns(data.allowed.patterns),
  stopwords: data.allowed.stopwords,
  paths: [],
  all: false,
}

/** Files whose long numbers are checksums. */
export const checksumPaths: readonly RegExp[] = toPatterns(data.allowed.paths)
