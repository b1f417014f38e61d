import { z } from 'zod'
import type { StepDescription } from '#contracts/curation'
import type { Step } from './step.ts'

/** Steps in the words that people see, with what they give by default. */
export function describeSteps(steps: readonly Step[]): StepDescription[] {
  return steps.map((step) => {
    const { signals, findings = [], pairs = false } = step.describe(step.parameters.parse({}))
    const parameters: Record<string, unknown> = { ...z.toJSONSchema(step.parameters, { io: 'input' }) }
    return {
      ...{ step: step.kind, title: step.title, description: step.description, parameters, pairs },
      signals: signals.map((words) => ({ ...words })),
      findings: findings.map((words) => ({ ...words })),
    }
  })
}
