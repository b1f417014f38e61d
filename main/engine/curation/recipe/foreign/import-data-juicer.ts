import type { LeftOut } from '#contracts/recipe'
import type { Rule } from '#contracts/rule'
import { readFileRule } from '../file-rule.ts'
import { type DataJuicerFilter, dataJuicerFilters, dataJuicerMasks } from './data-juicer-operators.ts'
import { addThreshold, type ForeignRecipe } from './foreign-recipe.ts'
import { parseForeignYaml } from './parse-foreign-yaml.ts'

type Options = Record<string, unknown>

/** Reads a configuration of Data-Juicer: the operators under `process` that measure or compare what a rule can decide by. */
export function importDataJuicer(text: string): ForeignRecipe {
  const config = parseForeignYaml(text)
  const rules: Rule[] = []
  const leftOut: LeftOut[] = Object.keys(config)
    .filter((key) => key !== 'process' && key !== 'project_name')
    .map((what) => ({ what, reason: 'Where data lies and how it is worked on is no part of a recipe.' }))
  for (const [operator, options] of listOperators(config.process)) {
    const reason = readOperator(operator, options, rules)
    if (reason !== undefined) leftOut.push({ what: operator, reason })
  }
  const name = typeof config.project_name === 'string' && config.project_name !== '' ? config.project_name : 'Data-Juicer'
  return { recipe: { name, score: 'kept', steps: [], rules }, leftOut }
}

function listOperators(process: unknown): [string, Options][] {
  if (!Array.isArray(process)) return []
  return process.flatMap((entry: unknown): [string, Options][] => {
    if (typeof entry === 'string') return [[entry, {}]]
    if (typeof entry !== 'object' || entry === null) return []
    return Object.entries(entry).map(([name, options]): [string, Options] => [name, toOptions(options)])
  })
}

function toOptions(value: unknown): Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Options) : {}
}

/** Adds the rule that an operator means. Gives the reason where there is none. */
function readOperator(operator: string, options: Options, rules: Rule[]): string | undefined {
  const filter = dataJuicerFilters.find((each) => each.operator === operator)
  if (filter) return readFilter(filter, options, rules)
  const mask = dataJuicerMasks.find((each) => each.operator === operator)
  if (mask) {
    rules.push(readFileRule({ rule: 'finding', step: 'personal-data', types: [mask.type], action: 'mask' }))
    return undefined
  }
  switch (operator) {
    case 'suffix_filter':
      return readSuffixes(options.suffixes, rules)
    case 'document_deduplicator':
      if (options.lowercase === true || options.ignore_non_character === true)
        return 'Texts are compared as they are, to the byte.'
      rules.push(readFileRule({ rule: 'duplicate', step: 'exact-duplicates', keep: [] }))
      return undefined
    case 'document_minhash_deduplicator':
      return readJaccard(options.jaccard_threshold ?? 0.7, rules)
    case 'document_simhash_deduplicator':
      return 'Near-duplicates are found by MinHash: add the rule "duplicate" with the step near-duplicates.'
    case 'perplexity_filter':
      return 'Its model is one of natural language; a bound on ngram_perplexity holds for a model of its own.'
  }
  return operator.endsWith('_mapper') ? 'It changes texts, and a recipe changes none.' : 'No step measures this.'
}

function readFilter(filter: DataJuicerFilter, options: Options, rules: Rule[]): string | undefined {
  for (const [parameter, value] of Object.entries(filter.needs)) {
    if ((options[parameter] ?? value) !== value) return `It is measured with ${parameter}: ${value} alone.`
  }
  const min = toNumber(options[filter.min]) ?? filter.minDefault
  const max = toNumber(options[filter.max]) ?? filter.maxDefault
  // None of these signals is below 0, and the highest number stands for no bound.
  addThreshold(rules, filter, {
    min: min > 0 ? min : null,
    max: max !== null && max < Number.MAX_SAFE_INTEGER ? max : null,
  })
  return undefined
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** Names without an extension, `Makefile` say, are documents with none. An empty list keeps everything there, and nothing in a rule. */
function readSuffixes(suffixes: unknown, rules: Rule[]): string | undefined {
  const list: unknown[] = Array.isArray(suffixes) ? suffixes : [suffixes]
  const names = list.filter((suffix) => typeof suffix === 'string')
  if (names.length === 0) return 'It names no extension to keep.'
  const keep = [...new Set(names.map((suffix) => (suffix.startsWith('.') ? suffix.toLowerCase() : 'none')))]
  rules.push(readFileRule({ rule: 'category', property: 'extension', keep }))
  return undefined
}

function readJaccard(threshold: unknown, rules: Rule[]): string | undefined {
  const jaccard = toNumber(threshold)
  if (jaccard === undefined || jaccard < 0 || jaccard > 1) return 'Its threshold is no similarity from 0 to 1.'
  rules.push(readFileRule({ rule: 'duplicate', step: 'near-duplicates', jaccard, keep: [] }))
  return undefined
}
