import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CorpusOutput, CorpusPart, CorpusStep } from '../../../../main/engine/curation/steps/step.ts'
import { makeStepBatch, type TestDocument } from './make-step-batch.ts'

/** Ids are not dense, as where others were dropped before. */
const toId = (place: number) => place * 3 + 5
const toPlace = (id: number) => (id - 5) / 3

export interface RunOptions {
  readonly parameters?: Record<string, unknown>
  /** Documents in each batch. */
  readonly batchLengths?: readonly number[]
  readonly memoryBytes?: number
  readonly signal?: AbortSignal
}

/** Maps the documents in batches, the last first, and combines the parts: as a runner does, without a project. */
export async function runCorpusStep<P extends object>(
  step: CorpusStep<P>,
  documents: readonly (TestDocument | string)[],
  options: RunOptions = {},
): Promise<CorpusOutput> {
  const { signal = new AbortController().signal, memoryBytes = 2 ** 26 } = options
  const temporaryFolder = await mkdtemp(path.join(tmpdir(), 'corpus-step-'))
  try {
    await using run = await step.open({
      parameters: step.parameters.parse(options.parameters ?? {}),
      prepared: {},
      temporaryFolder,
      memoryBytes,
    })
    const parts: CorpusPart[] = []
    for (const places of cut(documents.length, options.batchLengths ?? [7]).reverse()) {
      const batch = select(documents, places)
      parts.unshift({ ids: batch.ids, bytes: await run.map(batch, signal) })
    }
    const fractions: number[] = []
    const output = await run.combine(
      {
        documentCount: documents.length,
        async *parts() {
          yield* parts
        },
        async readDocuments(ids) {
          if (ids.length > 1024) throw new Error(`${ids.length} documents were asked for at once.`)
          return select(documents, Array.from(ids, toPlace))
        },
      },
      { signal, progress: (fraction) => void fractions.push(fraction) },
    )
    if (fractions.some((fraction, place) => fraction > 1 || fraction < (fractions[place - 1] ?? 0))) {
      throw new Error(`Progress goes back: ${fractions.join(', ')}`)
    }
    return output
  } finally {
    await rm(temporaryFolder, { recursive: true })
  }
}

function select(documents: readonly (TestDocument | string)[], places: readonly number[]) {
  return { ...makeStepBatch(places.map((place) => documents[place] ?? '')), ids: Uint32Array.from(places, toId) }
}

/** Places in batches of the lengths in turn. */
function cut(count: number, lengths: readonly number[]): number[][] {
  const batches: number[][] = []
  for (let start = 0, turn = 0; start < count; turn++) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1)
    batches.push(Array.from({ length: Math.min(length, count - start) }, (_, place) => start + place))
    start += length
  }
  return batches
}

/** Pairs by the places of their documents. */
export function listStepPairs({ pairs }: CorpusOutput): [first: number, second: number, jaccard: number][] {
  if (!pairs) return []
  return Array.from(pairs.firsts, (first, pair) => [
    toPlace(first),
    toPlace(pairs.seconds[pair] as number),
    pairs.jaccards[pair] as number,
  ])
}
