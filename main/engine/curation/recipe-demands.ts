import { parseRecipe } from './recipe-yaml.ts'
import type { RecipeDemands } from './run/start-curate-job.ts'

/** What the rules of a recipe read. Fails with `recipe.invalid`. */
export function readDemands(text: string): RecipeDemands {
  const { name, cuts } = parseRecipe(text)
  return { name, listed: [], wanted: { signals: cuts.map(({ signal }) => signal), steps: [] }, scoreAll: false }
}
