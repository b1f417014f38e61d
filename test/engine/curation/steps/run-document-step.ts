import { tmpdir } from 'node:os'
import type { DocumentStep, StepOutput } from '../../../../main/engine/curation/steps/step.ts'
import { makeStepBatch, type TestDocument } from './make-step-batch.ts'

/** Runs a step that prepares nothing over one batch, with its default parameters but for those given. */
export async function runDocumentStep<Parameters extends object>(
  step: DocumentStep<Parameters>,
  documents: readonly (TestDocument | string)[],
  parameters: Partial<Parameters> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<StepOutput> {
  await using run = await step.open({
    parameters: step.parameters.parse(parameters),
    prepared: {},
    temporaryFolder: tmpdir(),
    memoryBytes: 64 * 1024 * 1024,
  })
  return await run.run(makeStepBatch(documents), signal)
}
