import { planSteps } from '../../curation/run/plan-steps.ts'
import { steps } from '../../curation/steps/steps.ts'

/** Why a rule waits that reads a signal which the project does not have: the step that gives it, if one does. */
export function sayWhatIsMissing(signal: string): string {
  const plans = planSteps(steps, [], { steps: [], signals: [signal] })
  const giver = plans.find(({ products }) => products.signals.some(({ name }) => name === signal))
  return giver ? `The step “${giver.step.kind}” has not run yet.` : `The project has no signal “${signal}” yet.`
}
