import type { DuplicateIndex } from '#native'
import type { Corpus, CorpusPart } from '../step.ts'
import { groupDocuments, type RepositoryDocuments } from './group-documents.ts'
import type { AddOptions, IndexEntries } from './index-entries.ts'
import { readRepositories } from './read-repositories.ts'
import { decodeSignatures, type SignaturePart } from './signature-part.ts'

/** Repositories whose texts are in memory at once. */
const maxRead = 8

/**
 * Adds every repository as one document, as DeepSeek-Coder de-duplicated (section 2.3 of its report). Its set of shingles is that of all its
 * documents, so the signature is the smallest of theirs number by number; shingles that reach from one file into the next are left out, and
 * with them the order of files.
 */
export async function addRepositories(index: DuplicateIndex, corpus: Corpus, options: AddOptions): Promise<IndexEntries> {
  const { permutations, memoryBytes, signal, progress } = options
  const repositories = await groupDocuments(readParts(corpus, permutations, signal), corpus.documentCount)
  const atOnce = Math.max(1, Math.floor(memoryBytes / 2 / (4 * permutations)))
  const count = repositories.ids.length
  for (let first = 0; first < count; first += atOnce) {
    const range = { first, end: Math.min(first + atOnce, count) }
    await index.addSignatures(
      await mergeRange(readParts(corpus, permutations, signal), { repositories, range, permutations }),
      first,
    )
    progress(range.end / count)
  }
  return { ...repositories, maxRead, read: (entries) => readRepositories(corpus, repositories, entries) }
}

async function* readParts(corpus: Corpus, permutations: number, signal: AbortSignal): AsyncGenerator<SignaturePart> {
  for await (const part of corpus.parts() as AsyncIterable<CorpusPart>) {
    signal.throwIfAborted()
    yield decodeSignatures(part, permutations)
  }
}

interface Merge {
  readonly repositories: RepositoryDocuments
  readonly range: { readonly first: number; readonly end: number }
  readonly permutations: number
}

/** The signatures of repositories `first` to `end`. */
async function mergeRange(parts: AsyncIterable<SignaturePart>, { repositories, range, permutations }: Merge) {
  const count = range.end - range.first
  const signatures = new Uint32Array(count * permutations).fill(0xffff_ffff)
  const fingerprints = new BigUint64Array(count)
  let place = 0
  for await (const part of parts) {
    for (let document = 0; document < part.ids.length; document++) {
      const entry = (repositories.entryOf[place++] as number) - range.first
      if (entry < 0 || entry >= count) continue
      // A sum does not depend on the order; the array keeps its lowest 64 bits.
      fingerprints[entry] = (fingerprints[entry] as bigint) + (part.fingerprints[document] as bigint)
      const from = document * permutations
      const to = entry * permutations
      for (let number = 0; number < permutations; number++) {
        const value = part.signatures[from + number] as number
        if (value < (signatures[to + number] as number)) signatures[to + number] = value
      }
    }
  }
  return { fingerprints, signatures }
}
