import type { ConvertedRecipe, LeftOut, Recipe } from '#contracts/recipe'
import type { Rule, RuleBound, ThresholdRule } from '#contracts/rule'
import { type DolmaAttribute, dolmaAttributes, dolmaSpans } from './dolma-attributes.ts'
import { isPlain, nameRule } from './foreign-recipe.ts'
import { formatForeignYaml } from './parse-foreign-yaml.ts'

/** Writes a recipe as a configuration of dolma's mixer with one stream, over the attributes of dolma's own taggers. */
export function exportDolma(recipe: Recipe): ConvertedRecipe {
  const exclude: string[] = []
  const replacements: { span: string; min_score: number; replacement: string }[] = []
  const taggers = new Set<string>()
  let ruleCount = 0
  const leftOut: LeftOut[] = recipe.steps.map(({ step }) => ({
    what: `step: ${step}`,
    reason: 'Its parameters mean nothing to dolma.',
  }))
  for (const rule of recipe.rules) {
    const attribute = rule.rule === 'threshold' ? findAttribute(rule) : undefined
    const spans = listSpans(rule)
    if (attribute && rule.rule === 'threshold') {
      taggers.add(attribute.tagger)
      exclude.push(...writeThreshold(rule, attribute))
    } else if (spans.length > 0) {
      for (const { tagger, type } of spans) {
        taggers.add(tagger)
        replacements.push({ span: `$.attributes.${nameAttribute({ tagger, type })}`, min_score: 0.5, replacement: `<${type}>` })
      }
    } else {
      leftOut.push({ what: nameRule(rule), reason: explain(rule) })
      continue
    }
    ruleCount++
  }
  const stream = {
    name: recipe.name,
    // The mixer finds attributes by putting their folder in the place of `/documents/`, both slashes included.
    documents: ['data/documents/*.gz'],
    attributes: [...taggers],
    output: { path: 'output', max_size_in_bytes: 1_000_000_000, discard_fields: ['attributes'] },
    // The mixer refuses a filter without a pattern.
    ...(exclude.length > 0 && { filter: { include: [], exclude } }),
    ...(replacements.length > 0 && { span_replacement: replacements }),
  }
  return { text: formatForeignYaml({ streams: [stream], processes: 1 }), ruleCount, leftOut }
}

/** Why a rule cannot be said. */
function explain(rule: Rule): string {
  switch (rule.rule) {
    case 'threshold':
      return dolmaAttributes.some(({ signal }) => signal === rule.signal)
        ? 'The mixer of dolma compares with a number, in the documents that its tagger looks at.'
        : 'No tagger of dolma measures this.'
    case 'category':
      return 'The mixer of dolma looks at attributes alone.'
    case 'duplicate':
      return 'dolma removes duplicates before it mixes, with a configuration of its own.'
    case 'finding':
      return 'The mixer of dolma replaces mail addresses, network addresses and phone numbers alone.'
    case 'score':
      return 'dolma does not have the score.'
  }
}

function findAttribute(rule: ThresholdRule): DolmaAttribute | undefined {
  const attribute = dolmaAttributes.find(({ signal }) => signal === rule.signal)
  if (!attribute || rule.byLanguage) return undefined
  if (!attribute.languages) return isPlain(rule) ? attribute : undefined
  const isSame = JSON.stringify(rule.only) === JSON.stringify({ languages: attribute.languages, extensions: [] })
  return isSame && isPlain({ ...rule, only: null }) ? attribute : undefined
}

function writeThreshold({ min, max }: ThresholdRule, attribute: DolmaAttribute): string[] {
  const name = nameAttribute(attribute)
  const write = (comparison: string) => `$.attributes[?(@.${name} && @.${name}[0] && @.${name}[0][2] ${comparison})]`
  return [...(min === null ? [] : [write(`< ${decimal(min)}`)]), ...(max === null ? [] : [write(`> ${decimal(max)}`)])]
}

/** Without an exponent, which a JSONPath does not have. */
function decimal(value: RuleBound): string {
  return Number(value).toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 17 })
}

/** The folder of attributes, the tagger, and what it says. */
function nameAttribute({ tagger, type }: { tagger: string; type: string }): string {
  return `${tagger}__${tagger}__${type}`
}

function listSpans(rule: Rule) {
  if (rule.rule !== 'finding' || rule.action !== 'mask' || rule.types === null || rule.only !== null || rule.except !== null)
    return []
  const spans = rule.types.map((type) => dolmaSpans.find(({ step, finding }) => step === rule.step && finding === type))
  return spans.every((span) => span !== undefined) ? spans : []
}
