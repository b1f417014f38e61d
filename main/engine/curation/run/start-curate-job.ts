import type { Jobs } from '../../jobs/jobs.ts'
import type { Step } from '../steps/step.ts'
import type { CurateParameters } from './curate-job.ts'
import { type ListedStep, planSteps, type WantedResults } from './plan-steps.ts'

/** What a recipe asks of the runner. */
export interface RecipeDemands {
  readonly name: string
  readonly listed: readonly ListedStep[]
  readonly wanted: WantedResults
  readonly scoreAll: boolean
}

/** What starting a run needs. */
export interface CurateStarter {
  jobs: Pick<Jobs, 'start'>
  steps: readonly Step[]
  /** The text of the project's recipe. */
  getRecipeText(): string
  /** Fails with `recipe.invalid`. */
  readRecipe(text: string): RecipeDemands
  /** Fails with `project.not-open` when none is open, or another than the one that is meant (its folder; null takes any). */
  assertOpen(meant: string | null): void
}

/** Starts a run and gives the id of its job. Fails with `project.not-open`, `recipe.invalid`, `input.invalid` or `job.conflict`. */
export function startCurateJob(
  { jobs, steps, getRecipeText, readRecipe, assertOpen }: CurateStarter,
  input: {
    recipe: string | null
    steps: readonly { step: string; parameters: Record<string, unknown> }[]
    scoreAll: boolean
    anew: readonly string[]
    project: string | null
  },
): number {
  assertOpen(input.project)
  const recipe = input.recipe ?? getRecipeText()
  const { name, listed, wanted, scoreAll } = readRecipe(recipe)
  const given = input.steps.map(({ step, parameters }) => ({ kind: step, parameters }))
  const others = listed.filter(({ kind }) => !given.some((each) => each.kind === kind))
  const plans = planSteps(steps, [...others, ...given], wanted)
  const parameters: CurateParameters = {
    recipe,
    steps: plans.map((plan) => ({ kind: plan.step.kind, parameters: { ...plan.parameters } })),
    scoreAll: scoreAll || input.scoreAll,
    anew: [...input.anew],
  }
  return jobs.start({ kind: 'curate', title: `Run the recipe “${name}”`, parameters, project: input.project })
}
