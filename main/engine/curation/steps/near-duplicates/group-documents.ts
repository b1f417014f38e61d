import type { SignaturePart } from './signature-part.ts'

/** The documents of each repository; one without a repository stands alone. */
export interface RepositoryDocuments {
  /** For each repository the smallest id of its documents, ascending. */
  readonly ids: Uint32Array
  /** For each place in the corpus its repository. */
  readonly entryOf: Uint32Array
  /** The documents of repository `i` are `documents` from `starts[i]` to `starts[i + 1]`, by id. */
  readonly starts: Uint32Array
  readonly documents: Uint32Array
}

/** Numbers repositories by their first documents. */
export async function groupDocuments(
  parts: AsyncIterable<Pick<SignaturePart, 'ids' | 'repos'>>,
  documentCount: number,
): Promise<RepositoryDocuments> {
  const entryOf = new Uint32Array(documentCount)
  const documentIds = new Uint32Array(documentCount)
  const firstIds: number[] = []
  const entries = new Map<bigint, number>()
  let place = 0
  for await (const { ids, repos } of parts) {
    for (const [document, id] of ids.entries()) {
      const repo = repos[document] ?? 0n
      let entry = repo === 0n ? undefined : entries.get(repo)
      if (entry === undefined) {
        entry = firstIds.push(id) - 1
        if (repo !== 0n) entries.set(repo, entry)
      }
      documentIds[place] = id
      entryOf[place++] = entry
    }
  }
  return { ids: Uint32Array.from(firstIds), entryOf, ...dealOut(entryOf, documentIds, firstIds.length) }
}

/** A counting sort of documents by repository. */
function dealOut(entryOf: Uint32Array, ids: Uint32Array, entryCount: number): { starts: Uint32Array; documents: Uint32Array } {
  const next = new Uint32Array(entryCount + 2)
  for (const entry of entryOf) next[entry + 2] = (next[entry + 2] as number) + 1
  for (let entry = 1; entry < next.length; entry++) next[entry] = (next[entry] as number) + (next[entry - 1] as number)
  const documents = new Uint32Array(ids.length)
  for (let place = 0; place < ids.length; place++) {
    const entry = entryOf[place] as number
    const to = next[entry + 1] as number
    next[entry + 1] = to + 1
    documents[to] = ids[place] as number
  }
  return { starts: next.subarray(0, entryCount + 1), documents }
}
