import type { StepProducts } from '../steps/step.ts'
import { findStep } from '../steps/steps.ts'

type FindingType = NonNullable<StepProducts['findings']>[number]

/** What a step says of a type of findings; undefined for one that this version of the program does not have any more. `config` is JSON as it is stored. */
export function findFindingType({
  step: kind,
  type,
  config,
}: {
  step: string
  type: string
  config: string
}): FindingType | undefined {
  const step = findStep(kind)
  const read = step?.parameters.safeParse((JSON.parse(config) as { parameters: unknown }).parameters)
  return step && read?.success ? step.describe(read.data).findings?.find((each) => each.type === type) : undefined
}
