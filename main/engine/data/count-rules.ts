import type { RuleReport } from '#contracts/curation-report'
import { describeRule } from '#contracts/describe-rule'
import { parseRecipe } from '../curation/recipe/recipe-yaml.ts'
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
  const words = new Map(snapshot.listSignals().map((each) => [each.name, each]))
  const { effects } = await tuning.preview({ rules, histograms: [], boundary: null }, signal)
  let documents = snapshot.documentCount
  let sizeBytes = sizes.reduce((sum, size) => sum + size, 0)
  return rules.map((rule, place) => {
    const { documents: droppedDocuments = 0, bytes: droppedBytes = 0 } = effects[place]?.droppedFirst ?? {}
    const report = {
      rule: place,
      description: describeRule(rule, (name) => words.get(name)),
      lacks: 'signal' in rule && !words.has(rule.signal) ? rule.signal : null,
      documents,
      sizeBytes,
      droppedDocuments,
      droppedBytes,
    }
    documents -= droppedDocuments
    sizeBytes -= droppedBytes
    return report
  })
}
