import type { CorpusStepRun, Step, StepBatch, StepModel, StepOutput } from '../steps/step.ts'
import type { StepOrder } from './step-requests.ts'

/** A step of either scope, ready to work. */
export interface OpenStep {
  run(batch: StepBatch, signal: AbortSignal): Promise<StepOutput>
  map: CorpusStepRun['map']
  combine: CorpusStepRun['combine']
  close(): Promise<void>
}

/** @param model is asked by steps that need one. */
export async function openStep(steps: readonly Step[], order: StepOrder, model: StepModel): Promise<OpenStep> {
  const step = findStep(steps, order.kind)
  const { kind, parameters, ...rest } = order
  const wrongScope = () => Promise.reject(new Error(`The step ${kind} does not work that way.`))
  if (step.scope === 'document') {
    const run = await step.open({ ...rest, parameters, model })
    return {
      run: (batch, signal) => run.run(batch, signal),
      map: wrongScope,
      combine: wrongScope,
      close: async () => run[Symbol.asyncDispose](),
    }
  }
  const run = await step.open({ ...rest, parameters, model })
  return {
    run: wrongScope,
    map: (batch, signal) => run.map(batch, signal),
    combine: (corpus, work) => run.combine(corpus, work),
    close: async () => run[Symbol.asyncDispose](),
  }
}

export function findStep(steps: readonly Step[], kind: string): Step {
  const step = steps.find((each) => each.kind === kind)
  if (!step) throw new Error(`There is no step ${kind}.`)
  return step
}
