import { z } from 'zod'
import { findExactDuplicates, hashContents } from '#native'
import { orderPairs } from './order-pairs.ts'
import type { Corpus, CorpusOutput, CorpusStep, StepBatch } from './step.ts'
import { unifyLineEnds } from './unify-line-ends.ts'

const parameters = z.strictObject({
  normalise: z
    .enum(['none', 'line-ends', 'spacing'])
    .default('none')
    .describe(
      'What counts as the same: `none` the same bytes; `line-ends` also with other line ends (\\r\\n, \\r); `spacing` also with other white space: each run of blanks, tabs and line ends counts as one blank, and none at the start and end.',
    ),
})
type Parameters = z.infer<typeof parameters>

const hashBytes = 16

/** Documents with the same content, by a hash of 128 bits. */
export const exactDuplicates: CorpusStep<Parameters> = {
  scope: 'corpus',
  kind: 'exact-duplicates',
  title: 'Exact duplicates',
  description: 'Finds documents with the same content.',
  parameters,
  version: 1,
  costMsPerMb: 1,
  describe: () => ({
    signals: [
      {
        name: 'exact_copies',
        label: 'Exact copies',
        unit: 'documents',
        description: 'Documents with the same content, this one included: 1 when there is no other.',
      },
    ],
    pairs: true,
  }),
  needs: () => ({}),
  open: async ({ parameters: { normalise } }) => ({
    map: (batch, signal) => hashBatch(batch, normalise, signal),
    combine: (corpus, { signal, progress }) => findCopies(corpus, progress, signal),
    [Symbol.asyncDispose]: async () => undefined,
  }),
}

function hashBatch(batch: StepBatch, normalise: Parameters['normalise'], signal: AbortSignal): Promise<Uint8Array> {
  if (normalise === 'line-ends') return hashContents(unifyLineEnds(batch), { signal })
  return hashContents(batch, { ignoreSpacing: normalise === 'spacing', signal })
}

/** All hashes are in memory: 16 bytes for each document. */
async function findCopies(corpus: Corpus, progress: (fraction: number) => void, signal: AbortSignal): Promise<CorpusOutput> {
  const ids = new Uint32Array(corpus.documentCount)
  const hashes = new Uint8Array(corpus.documentCount * hashBytes)
  let count = 0
  for await (const part of corpus.parts()) {
    signal.throwIfAborted()
    ids.set(part.ids, count)
    hashes.set(part.bytes, count * hashBytes)
    count += part.ids.length
    progress((0.8 * count) / corpus.documentCount)
  }
  const firstOf = await findExactDuplicates(hashes, { signal })
  const copies = new Float32Array(count)
  for (const first of firstOf) copies[first] = (copies[first] as number) + 1
  for (const [place, first] of firstOf.entries()) copies[place] = copies[first] as number
  const isCopy = (first: number, place: number) => first !== place
  const firsts = firstOf.filter(isCopy)
  const seconds = Uint32Array.from(firstOf.keys()).filter((place) => isCopy(firstOf[place] as number, place))
  const jaccards = new Float32Array(firsts.length).fill(1)
  return { pairs: orderPairs({ firsts, seconds, jaccards }, ids), signals: { exact_copies: copies } }
}
