import type { Recipe } from '#contracts/recipe'
import type { Rule, ThresholdRule } from '#contracts/rule'
import { dataJuicerFilters, dataJuicerMasks } from './data-juicer-operators.ts'
import { type ForeignText, isPlain, type LeftOut, nameRule } from './foreign-recipe.ts'
import { formatForeignYaml } from './parse-foreign-yaml.ts'

type Operators = readonly Record<string, Record<string, unknown> | null>[]

/** Writes a recipe as a configuration of Data-Juicer. Both bounds are always written: what is left out has a default of its own there. */
export function exportDataJuicer(recipe: Recipe): ForeignText {
  const process: Record<string, unknown>[] = []
  const leftOut: LeftOut[] = recipe.steps.map(({ step }) => ({
    what: `step: ${step}`,
    reason: 'Its parameters mean nothing to Data-Juicer.',
  }))
  for (const rule of recipe.rules) {
    const written = writeRule(rule)
    if (typeof written === 'string') leftOut.push({ what: nameRule(rule), reason: written })
    else process.push(...written)
  }
  return { text: formatForeignYaml({ project_name: recipe.name, process }), leftOut }
}

/** The operators that a rule is, or the reason why there are none. */
function writeRule(rule: Rule): Operators | string {
  if (rule.only !== null || rule.except !== null) return 'An operator of Data-Juicer looks at every document.'
  switch (rule.rule) {
    case 'threshold':
      return writeThreshold(rule)
    case 'category':
      if (rule.property !== 'extension' || rule.keep === null)
        return 'Data-Juicer tells documents apart by extensions to keep alone.'
      return [{ suffix_filter: { suffixes: rule.keep.map((extension) => (extension === 'none' ? '' : extension)) } }]
    case 'duplicate':
      if (rule.step === 'exact-duplicates') return [{ document_deduplicator: { lowercase: false, ignore_non_character: false } }]
      return [{ document_minhash_deduplicator: { jaccard_threshold: rule.jaccard } }]
    case 'finding': {
      const masks = dataJuicerMasks.filter(({ type }) => rule.types?.includes(type) ?? true)
      const isWhole = rule.action === 'mask' && rule.step === 'personal-data' && masks.length === (rule.types?.length ?? -1)
      return isWhole ? masks.map(({ operator }) => ({ [operator]: null })) : 'Data-Juicer masks mail and network addresses alone.'
    }
    case 'score':
      return 'Data-Juicer does not have the score.'
  }
}

function writeThreshold(rule: ThresholdRule): Operators | string {
  const filter = dataJuicerFilters.find(({ signal }) => signal === rule.signal)
  if (!filter) return 'No operator of Data-Juicer measures this.'
  if (!isPlain(rule)) return 'Data-Juicer knows neither percentiles nor bounds of single languages.'
  const { operator, min, max, needs } = filter
  return [{ [operator]: { ...needs, [min]: rule.min ?? 0, [max]: rule.max ?? Number.MAX_SAFE_INTEGER } }]
}
