import path from 'node:path'
import { openDuplicateIndex } from '#native'
import type { Corpus, CorpusOutput, CorpusStep, StepBatch, StepOptions } from '../step.ts'
import { addDocuments } from './add-documents.ts'
import { addRepositories } from './add-repositories.ts'
import { dropLicenceHeaders } from './drop-licence-headers.ts'
import { findPairs } from './find-pairs.ts'
import { type NearDuplicatesParameters, nearDuplicatesParameters } from './near-duplicates-parameters.ts'
import { encodeSignatures } from './signature-part.ts'

/** Pairs of documents with similar sets of shingles: MinHash and locality-sensitive hashing find them, and each is verified. */
export const nearDuplicates: CorpusStep<NearDuplicatesParameters> = {
  scope: 'corpus',
  kind: 'near-duplicates',
  title: 'Near-duplicates',
  description: 'Finds documents, or repositories, that share most of their shingles.',
  parameters: nearDuplicatesParameters,
  version: 2,
  costMsPerMb: 12,
  describe: ({ floor }) => ({
    signals: [
      {
        name: 'nearest_jaccard',
        label: 'Nearest duplicate',
        unit: 'fraction',
        description: `Jaccard similarity to the most similar other document (or repository); missing where it is below ${floor}.`,
      },
    ],
    pairs: true,
  }),
  needs: () => ({}),
  async open(options) {
    const { skip_licence_headers: skips, tokens } = options.parameters
    const prepare = (skips ?? tokens === 'words') ? dropLicenceHeaders : (batch: StepBatch) => batch
    return {
      map: (batch, signal) => encodeSignatures(prepare(batch), options.parameters, signal),
      combine({ documentCount, parts, readDocuments }, work) {
        return compareAll(
          options,
          { documentCount, parts, readDocuments: async (ids) => prepare(await readDocuments(ids)) },
          work,
        )
      },
      [Symbol.asyncDispose]: async () => undefined,
    }
  },
}

type Combine = Awaited<ReturnType<CorpusStep['open']>>['combine']

/** The least that an index works with. */
const leastMemoryBytes = 16 * 1024 * 1024

async function compareAll(
  { parameters: chosen, temporaryFolder, memoryBytes }: StepOptions<NearDuplicatesParameters>,
  corpus: Corpus,
  work: Parameters<Combine>[1],
): Promise<CorpusOutput> {
  const { tokens, shingle_length: shingleLength, permutations } = chosen
  await using index = await openDuplicateIndex({
    folder: path.join(temporaryFolder, 'near-duplicates'),
    options: { tokens, shingleLength, permutations },
    memoryBytes: Math.max(leastMemoryBytes, memoryBytes),
  })
  const add = chosen.level === 'file' ? addDocuments : addRepositories
  const entries = await add(index, corpus, {
    permutations,
    memoryBytes,
    signal: work.signal,
    progress: (fraction) => work.progress(addingShare * fraction),
  })
  return findPairs(index, entries, {
    parameters: chosen,
    signal: work.signal,
    progress: (fraction) => work.progress(addingShare + (1 - addingShare) * fraction),
  })
}

/** Of the time, roughly. */
const addingShare = 0.15
