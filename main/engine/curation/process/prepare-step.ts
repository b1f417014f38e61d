import type { Step, StepBatch } from '../steps/step.ts'
import type { DocumentTexts } from './document-texts.ts'
import type { Exchange } from './exchange.ts'
import { findStep } from './open-step.ts'
import type { RunnerRequests, StepOrder } from './step-requests.ts'

/** As many documents as a training step is given at once. */
const batchLength = 256

/** Makes the files of a step that trains on documents, and gives their names. */
export async function prepareStep(
  { steps, texts }: { steps: readonly Step[]; texts: DocumentTexts },
  exchange: Exchange<RunnerRequests>,
  order: StepOrder & { folder: string },
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const step = findStep(steps, order.kind)
  if (step.scope !== 'document' || !step.prepare) throw new Error(`The step ${order.kind} has nothing to prepare.`)
  const { parameters, folder, temporaryFolder, memoryBytes } = order
  return step.prepare({
    parameters,
    folder,
    temporaryFolder,
    memoryBytes,
    signal,
    async *selectDocuments(query) {
      const ids = await exchange.ask('select', { query }, signal)
      yield* readBatches(texts, exchange, ids, signal)
    },
    // The one who asked may be gone, and then so is this process.
    progress: (fraction) => void exchange.ask('progress', { fraction }).catch(() => undefined),
    log: (message) => void exchange.ask('log', { message }).catch(() => undefined),
  })
}

async function* readBatches(
  texts: DocumentTexts,
  exchange: Exchange<RunnerRequests>,
  ids: Uint32Array,
  signal: AbortSignal,
): AsyncGenerator<StepBatch, void, undefined> {
  for (let start = 0; start < ids.length; start += batchLength) {
    signal.throwIfAborted()
    const some = ids.slice(start, start + batchLength)
    yield texts.read({ ids: some, signals: await exchange.ask('readSignals', { ids: some }, signal) })
  }
}
