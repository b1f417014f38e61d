import type { DocumentBatch } from '#native'
import type { Corpus } from '../step.ts'
import type { RepositoryDocuments } from './group-documents.ts'
import { joinTexts } from './signature-part.ts'

/** Documents read at once. */
const sliceLength = 256

/** The texts of repositories, each as one document: its files in the order of their paths, as DeepSeek-Coder joins them. */
export async function readRepositories(
  corpus: Corpus,
  { starts, documents }: RepositoryDocuments,
  repositories: Uint32Array,
): Promise<DocumentBatch> {
  const texts: Uint8Array[] = []
  for (const repository of repositories) {
    texts.push(await readFiles(corpus, documents.subarray(starts[repository], starts[repository + 1])))
  }
  return joinTexts(texts)
}

async function readFiles(corpus: Corpus, ids: Uint32Array): Promise<Uint8Array> {
  const files: { path: string; bytes: Uint8Array }[] = []
  for (let start = 0; start < ids.length; start += sliceLength) {
    const { bytes, offsets, paths } = await corpus.readDocuments(ids.subarray(start, start + sliceLength))
    for (const [place, path] of paths.entries()) {
      files.push({ path: path ?? '', bytes: bytes.subarray(offsets[place], offsets[place + 1]) })
    }
  }
  // Stable, so that files without a path stay in the order of their ids.
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return Buffer.concat(files.flatMap(({ bytes }) => [bytes, lineEnd]))
}

const lineEnd = Buffer.from('\n')
