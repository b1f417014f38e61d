import type { ConvertedRecipe, LeftOut, Recipe } from '#contracts/recipe'
import type { CategoryRule, DuplicateRule, FindingRule, Rule, ThresholdRule } from '#contracts/rule'
import { dataJuicerFilters, dataJuicerMasks } from './data-juicer-operators.ts'
import { isPlain, nameRule } from './foreign-recipe.ts'
import { formatForeignYaml } from './parse-foreign-yaml.ts'

type Operators = readonly Record<string, Record<string, unknown> | null>[]

/** Writes a recipe as a configuration of Data-Juicer. Both bounds are always written: what is left out has a default of its own there. */
export function exportDataJuicer(recipe: Recipe): ConvertedRecipe {
  const process: Record<string, unknown>[] = []
  let ruleCount = 0
  const leftOut: LeftOut[] = recipe.steps.map(({ step }) => ({
    what: `step: ${step}`,
    reason: 'Its parameters mean nothing to Data-Juicer.',
  }))
  for (const rule of recipe.rules) {
    const written = writeRule(rule)
    if (typeof written === 'string') {
      leftOut.push({ what: nameRule(rule), reason: written })
      continue
    }
    ruleCount++
    process.push(...written)
    if (rule.rule === 'duplicate' && rule.keep.length > 0)
      leftOut.push({ what: `${nameRule(rule)}, keep`, reason: 'Data-Juicer keeps the one that it reads first.' })
  }
  return { text: formatForeignYaml({ project_name: recipe.name, process }), ruleCount, leftOut }
}

/** The operators that a rule is, or the reason why there are none. */
function writeRule(rule: Rule): Operators | string {
  if (rule.only !== null || rule.except !== null) return 'An operator of Data-Juicer looks at every document.'
  switch (rule.rule) {
    case 'threshold':
      return writeThreshold(rule)
    case 'category':
      return writeCategory(rule)
    case 'duplicate':
      return writeDuplicate(rule)
    case 'finding':
      return writeFinding(rule)
    case 'score':
      return 'Data-Juicer does not have the score.'
  }
}

function writeThreshold(rule: ThresholdRule): Operators | string {
  const filter = dataJuicerFilters.find(({ signal }) => signal === rule.signal)
  if (!filter) return 'No operator of Data-Juicer measures this.'
  if (!isPlain(rule)) return 'Data-Juicer knows neither percentiles nor bounds of single languages.'
  const { operator, min, max, isWhole, needs } = filter
  const bounds = [rule.min ?? 0, rule.max ?? Number.MAX_SAFE_INTEGER]
  if (isWhole && !bounds.every(Number.isInteger)) return 'Its bounds are whole numbers in Data-Juicer.'
  return [{ [operator]: { ...needs, [min]: bounds[0], [max]: bounds[1] } }]
}

function writeCategory({ property, keep, drop, minTotalBytes }: CategoryRule): Operators | string {
  // An empty list keeps everything there.
  const isSaid = property === 'extension' && keep !== null && keep.length > 0 && drop.length === 0 && minTotalBytes === null
  if (!isSaid) return 'Data-Juicer tells documents apart by extensions to keep alone.'
  return [{ suffix_filter: { suffixes: keep.map((extension) => (extension === 'none' ? '' : extension)) } }]
}

function writeDuplicate({ step, jaccard }: DuplicateRule): Operators | string {
  if (step === 'exact-duplicates') return [{ document_deduplicator: { lowercase: false, ignore_non_character: false } }]
  if (step === 'near-duplicates') return [{ document_minhash_deduplicator: { jaccard_threshold: jaccard } }]
  return 'Data-Juicer does not have the step.'
}

function writeFinding({ step, types, action }: FindingRule): Operators | string {
  const masks = (types ?? []).map((type) => dataJuicerMasks.find((mask) => mask.type === type))
  const isSaid = action === 'mask' && step === 'personal-data' && masks.length > 0
  if (!isSaid || !masks.every((mask) => mask !== undefined)) return 'Data-Juicer masks mail and network addresses alone.'
  return masks.map(({ operator }) => ({ [operator]: null }))
}
