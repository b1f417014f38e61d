import type { RuleReport } from '#contracts/curation-report'
import { describeRule } from '#contracts/describe-rule'
import { parseRecipe } from '../curation/recipe/recipe-yaml.ts'
import type { OpenProject } from '../dataset/project/project.ts'
import type { Tuning } from '../tuning/tuning.ts'

/**
 * What each rule of a recipe does after those before it, in the words of the report of a run. `tokens` are those of each document that was
 * there when the run began, so that the whole report counts by one measure.
 */
export async function countRules(
  { tuning, project }: { tuning: Tuning; project: OpenProject },
  { recipe, tokens: tokenCounts }: { recipe: string; tokens: Float64Array },
  signal: AbortSignal,
): Promise<RuleReport[]> {
  const { rules } = parseRecipe(recipe)
  if (rules.length === 0) return []
  const snapshot = project.snapshot()
  const sizes = await snapshot.sizesBytes(signal)
  const words = new Map(snapshot.listSignals().map((each) => [each.name, each]))
  const steps = await tuning.funnel(rules, [sizes, tokenCounts], signal)
  let documents = snapshot.documentCount
  let sizeBytes = sizes.reduce((sum, size) => sum + size, 0)
  let tokens = tokenCounts.reduce((sum, count) => sum + count, 0)
  return rules.map((rule, place) => {
    const { documents: droppedDocuments = 0, sums: [droppedBytes = 0, droppedTokens = 0] = [] } = steps[place] ?? {}
    const report = {
      rule: place,
      description: describeRule(rule, (name) => words.get(name)),
      lacks: 'signal' in rule && !words.has(rule.signal) ? rule.signal : null,
      documents,
      sizeBytes,
      tokens,
      droppedDocuments,
      droppedBytes,
      droppedTokens,
    }
    documents -= droppedDocuments
    sizeBytes -= droppedBytes
    tokens -= droppedTokens
    return report
  })
}
