import type { StepDescription } from '#contracts/curation'
import type { Siblings, YamlLevel } from './yaml-place.ts'

/** Something that a recipe can name. */
export interface RecipeName {
  readonly name: string
  /** A few words. */
  readonly detail: string
  readonly description: string
}

/** What the recipes of a project can name. */
export interface RecipeNames {
  readonly signals: readonly RecipeName[]
  readonly steps: readonly StepDescription[]
  /** Values of documents in the project, the most frequent first, by the property of category rules. */
  readonly values: Readonly<Record<string, readonly RecipeName[]>>
}

/** What can be named at a place; none where any text or number can stand. */
export function listNames(names: RecipeNames, levels: readonly YamlLevel[]): readonly RecipeName[] {
  const keys = levels.filter((level) => level.kind === 'key')
  const last = keys.at(-1)
  const isIn = (name: string) => keys[0]?.name === name
  if (!last || !isIn('rules')) return []
  switch (last.name) {
    case 'signal':
      return names.signals
    case 'step':
      return listSteps(names, last.siblings.get('rule'))
    case 'types':
      return listTypes(names, last.siblings)
    case 'languages':
      return names.values.language ?? []
    case 'keep':
    case 'drop':
      return names.values[last.siblings.get('property') ?? ''] ?? []
    default:
      return []
  }
}

function listSteps({ steps }: RecipeNames, rule: string | undefined): RecipeName[] {
  const isFor = ({ pairs, findings }: StepDescription) => (rule === 'duplicate' ? pairs : findings.length > 0)
  return steps.filter(isFor).map(({ step, title, description }) => ({ name: step, detail: title, description }))
}

function listTypes({ steps }: RecipeNames, siblings: Siblings): RecipeName[] {
  const step = steps.find((each) => each.step === siblings.get('step'))
  return (step?.findings ?? []).map(({ type, label }) => ({ name: type, detail: label, description: '' }))
}
