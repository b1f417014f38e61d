import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { CorpusPart, CorpusStep, DocumentStep, StepBatch } from '#engine/curation/steps/step'
import { steps } from '#engine/curation/steps/steps'
import { stayInForeground } from '#engine/platform/threads/background-thread'
import { makeStepBatch } from '../../engine/curation/steps/make-step-batch.ts'
import { mostMemory, timeCpu } from './process-measures.ts'

/**
 * Runs one step over documents as `curation-steps.py` runs its peer, without a project. Arguments: the kind of the step, a file with one JSON
 * string on each line, and a JSON file with the parameters of the step. "run" gives processor and wall seconds of all documents, the step
 * being open, with the mean of the first signal or the number of pairs; "memory" gives the most resident memory of the process.
 */
const [kind = '', textsFile = '', settingsFile = ''] = process.argv.slice(2)
/** As large as the batches of a run. */
const batchBytes = 4 << 20
const memoryBytes = 256 << 20
const never = new AbortController().signal

stayInForeground()
const texts = readFileSync(textsFile, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as string)
const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as { step?: object }
const step = steps.find((each) => each.kind === kind)
if (!step) throw new Error(`There is no step "${kind}".`)
const parameters = step.parameters.parse(settings.step ?? {})
const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-step-'))
const batches = cutBatches()

function cutBatches(): StepBatch[] {
  const cut: StepBatch[] = []
  for (let first = 0; first < texts.length; ) {
    let [end, sizeBytes] = [first, 0]
    while (end < texts.length && sizeBytes < batchBytes) sizeBytes += Buffer.byteLength(texts[end++] as string)
    cut.push(select(Array.from({ length: end - first }, (_, index) => first + index)))
    first = end
  }
  return cut
}

function select(ids: readonly number[]): StepBatch {
  return { ...makeStepBatch(ids.map((id) => texts[id] as string)), ids: Uint32Array.from(ids) }
}

async function openDocumentStep(documentStep: DocumentStep): Promise<() => Promise<unknown>> {
  const common = { parameters, temporaryFolder: folder, memoryBytes }
  const prepared =
    (await documentStep.prepare?.({
      ...common,
      folder,
      signal: never,
      async *selectDocuments() {
        yield* batches
      },
      progress: () => {},
      log: () => {},
    })) ?? {}
  const run = await documentStep.open({ ...common, prepared })
  return async () => {
    let sum = 0
    for (const batch of batches) {
      const { signals } = await run.run(batch, never)
      for (const value of Object.values(signals)[0] ?? []) sum += value
    }
    return sum / texts.length
  }
}

function openCorpusStep(corpusStep: CorpusStep): () => Promise<unknown> {
  return async () => {
    // What a run leaves there is not for the next one.
    const temporaryFolder = mkdtempSync(path.join(folder, 'run-'))
    await using run = await corpusStep.open({ parameters, prepared: {}, temporaryFolder, memoryBytes })
    const parts: CorpusPart[] = []
    for (const batch of batches) parts.push({ ids: batch.ids, bytes: await run.map(batch, never) })
    const corpus = {
      documentCount: texts.length,
      async *parts() {
        yield* parts
      },
      readDocuments: async (ids: Uint32Array) => select([...ids]),
    }
    const { pairs } = await run.combine(corpus, { signal: never, progress: () => {} })
    return pairs?.firsts.length
  }
}

const run = await (step.scope === 'corpus' ? openCorpusStep(step as CorpusStep) : openDocumentStep(step as DocumentStep))

async function answer(question: string): Promise<object> {
  if (question === 'memory') return { bytes: mostMemory() }
  const startMs = performance.now()
  const { seconds, result } = await timeCpu(run)
  return { cpuSeconds: seconds, wallSeconds: (performance.now() - startMs) / 1000, result }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(line)))
rmSync(folder, { recursive: true, force: true })
