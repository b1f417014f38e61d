import type { RuleReport } from '#contracts/curation-report'
import { describeRule } from '#contracts/describe-rule'
import type { Rule } from '#contracts/rule'
import { parseRecipe } from '../curation/recipe/recipe-yaml.ts'
import { readTokenCounts } from '../curation/tokens/read-token-counts.ts'
import type { OpenProject } from '../dataset/project/project.ts'
import type { Tuning } from '../tuning/tuning.ts'

/** What each rule of a recipe does after those before it, in the words of the report of a run. */
export async function countRules(
  { tuning, project }: { tuning: Tuning; project: OpenProject },
  recipe: string,
  signal: AbortSignal,
): Promise<RuleReport[]> {
  const { rules } = parseRecipe(recipe)
  if (rules.length === 0) return []
  const snapshot = project.snapshot()
  const sizes = await snapshot.sizesBytes(signal)
  const { tokens: tokenCounts } = await readTokenCounts(snapshot, signal)
  const words = new Map(snapshot.listSignals().map((each) => [each.name, each]))
  const { effects } = await tuning.preview({ rules, histograms: [], boundary: null }, signal)
  const left = await sumKept({ tuning, values: tokenCounts }, rules, signal)
  let documents = snapshot.documentCount
  let sizeBytes = sizes.reduce((sum, size) => sum + size, 0)
  let tokens = tokenCounts.reduce((sum, count) => sum + count, 0)
  return rules.map((rule, place) => {
    const { documents: droppedDocuments = 0, bytes: droppedBytes = 0 } = effects[place]?.droppedFirst ?? {}
    const droppedTokens = tokens - (left[place] as number)
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

/** For each rule, what the documents come to that it and those before it keep. */
async function sumKept(
  { tuning, values }: { tuning: Tuning; values: Float64Array },
  rules: readonly Rule[],
  signal: AbortSignal,
): Promise<number[]> {
  const sums: number[] = []
  for (const place of rules.keys()) {
    const kept = await tuning.decide(rules.slice(0, place + 1)).kept(signal)
    sums.push(values.reduce((sum, value, id) => sum + value * (kept?.[id] ?? 1), 0))
  }
  return sums
}
