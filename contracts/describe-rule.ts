import { formatBytes } from './format-quantity.ts'
import type { CategoryRule, DuplicateRule, FindingRule, Rule, RuleBound, RuleScope, ScoreRule, ThresholdRule } from './rule.ts'
import { sayUnit } from './signal-unit.ts'

/** A signal as people read of it. */
export interface SignalInWords {
  readonly label: string
  readonly unit: string
}

export type FindSignalWords = (name: string) => SignalInWords | undefined

/** What holds for a document that the rule keeps, as a sentence. */
export function describeRule(rule: Rule, findSignal: FindSignalWords): string {
  return `${describeKept(rule, findSignal)}${describeScope(rule)}.`
}

function describeKept(rule: Rule, findSignal: FindSignalWords): string {
  switch (rule.rule) {
    case 'threshold':
      return describeThreshold(rule, findSignal)
    case 'category':
      return describeCategory(rule)
    case 'duplicate':
      return describeDuplicate(rule)
    case 'finding':
      return describeFinding(rule)
    case 'score':
      return describeScore(rule, findSignal)
  }
}

function describeThreshold({ signal, min, max, byLanguage, languages }: ThresholdRule, findSignal: FindSignalWords): string {
  const known = findSignal(signal)
  const label = known ? known.label : signal
  const unit = known?.unit ?? ''
  const own = Object.entries(languages).map(([language, pair]) => `${language}: ${describeBounds(pair, unit)}`)
  const each = byLanguage ? ' of each language' : ''
  return `${label} is ${describeBounds({ min, max }, unit)}${each}${own.length > 0 ? ` (${own.join('; ')})` : ''}`
}

function describeBounds({ min, max }: { min: RuleBound; max: RuleBound }, unit: string): string {
  if (min !== null && max !== null) return `from ${describeBound(min, '')} to ${describeBound(max, unit)}`
  if (min !== null) return `at least ${describeBound(min, unit)}`
  return max === null ? 'anything' : `at most ${describeBound(max, unit)}`
}

function describeBound(bound: NonNullable<RuleBound>, unit: string): string {
  if (typeof bound === 'number') return `${bound} ${sayUnit(unit, bound)}`.trimEnd()
  return `its ${formatOrdinal(bound.percentile)} percentile`
}

/** `95th`, `1st`, `2.5th` */
function formatOrdinal(value: number): string {
  const isTeen = value % 100 >= 11 && value % 100 <= 13
  const ending = isTeen || !Number.isInteger(value) ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')
  return `${value}${ending}`
}

const propertyWords: Record<CategoryRule['property'], string> = {
  language: 'The language',
  licence: 'The licence',
  'licence-class': 'What the licence asks for',
  extension: 'The extension',
  source: 'The source',
  repo: 'The repository',
}

function describeCategory({ property, keep, drop, minTotalBytes }: CategoryRule): string {
  const conditions = [
    keep !== null && `is ${listWords(keep, 'or')}`,
    drop.length > 0 && `is not ${listWords(drop, 'or')}`,
    minTotalBytes !== null && `has at least ${formatBytes(minTotalBytes)} in the project`,
  ].filter((condition) => condition !== false)
  return `${propertyWords[property]} ${conditions.length > 0 ? conditions.join(' and ') : 'is anything'}`
}

function describeDuplicate({ step, jaccard, keep }: DuplicateRule): string {
  const alike = step === 'exact-duplicates' ? 'the same' : `alike (Jaccard similarity of at least ${jaccard})`
  const choice = keep.length > 0 ? `, chosen by ${listWords(keep, 'then')}` : ''
  return `It is the one of all documents that are ${alike}${choice}`
}

function describeFinding({ step, types, action }: FindingRule): string {
  const found = types === null ? `nothing that “${step}” looks for` : `no ${listWords(types, 'or')}`
  if (action === 'drop') return `It has ${found} in it`
  const what = types === null ? `What “${step}” finds` : `Each ${listWords(types, 'or')}`
  return `${what} is ${action === 'mask' ? 'replaced by a placeholder when it is exported' : 'marked'}; nothing is dropped`
}

function describeScore({ signal, min, keepShare, byLanguage }: ScoreRule, findSignal: FindSignalWords): string {
  const label = findSignal(signal)?.label ?? signal
  const each = byLanguage ? ' of its language' : ''
  if (keepShare !== null) return `${label} is among the best ${Number((keepShare * 100).toPrecision(6))} %${each}`
  return min === null ? `${label} is anything` : `${label} is at least ${min}`
}

function describeScope({ only, except }: { only: RuleScope | null; except: RuleScope | null }): string {
  const words = [only && `only for ${listScope(only)}`, except && `not for ${listScope(except)}`].filter((each) => each !== null)
  return words.length > 0 ? `, ${words.join(', and ')}` : ''
}

function listScope({ languages, extensions }: RuleScope): string {
  const members = [...languages, ...extensions]
  return members.length > 0 ? listWords(members, 'and') : 'no document'
}

/** `a, b or c` */
function listWords(words: readonly string[], last: 'or' | 'and' | 'then'): string {
  if (words.length === 0) return 'nothing'
  if (words.length === 1) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}
