import type { ReadableDatabase } from '../../../platform/sqlite.ts'
import { DocumentSet } from '../document-set.ts'
import { getBlockId, type IndexSegment, listSegments } from './index-file.ts'
import { type PostingBlock, readPostings } from './posting-blocks.ts'
import type { TrigramNeed } from './trigrams.ts'

/** Of the first `indexedCount` documents those that have what is needed. */
export interface Candidates {
  indexedCount: number
  sets: DocumentSet[]
}

/** Few of a text's trigrams leave out nearly all that all of them would. */
const maxTrigrams = 12

/**
 * Finds, for each need, the documents that may meet it. Sets have room for `documentCount` documents. `onDidSegment` says after each segment
 * of the index whether to go on; the answer knows as many documents as were looked up.
 */
export function findCandidates(
  database: ReadableDatabase,
  { needs, documentCount }: { needs: readonly TrigramNeed[]; documentCount: number },
  onDidSegment: () => boolean = () => true,
): Candidates {
  const findBlock = database.prepare<[number], { id: number; postings: Uint8Array }>(
    'SELECT id, postings FROM block WHERE id <= ? ORDER BY id DESC LIMIT 1',
  )
  const segments = listSegments(database).filter(({ endId }) => endId <= documentCount)
  const sets = needs.map(() => new DocumentSet(documentCount))
  let indexedCount = 0
  for (const segment of segments) {
    const findDocuments = (code: number) => {
      const row = findBlock.get(getBlockId(segment.id, code))
      const firstCode = row ? row.id - getBlockId(segment.id, 0) : -1
      // The block before the segment's first belongs to another segment.
      return row && firstCode >= 0 ? { firstCode, bytes: row.postings } : null
    }
    for (const [index, need] of needs.entries())
      addMatches(sets[index] as DocumentSet, segment, matchNeed(need, segment, findDocuments))
    indexedCount = segment.endId
    if (!onDidSegment()) break
  }
  return { indexedCount, sets }
}

type FindBlock = (code: number) => PostingBlock | null

/** For each document of the segment 1 when it has what is needed. */
function matchNeed(need: TrigramNeed, segment: IndexSegment, findBlock: FindBlock): Uint8Array {
  const length = segment.endId - segment.firstId
  switch (need.type) {
    case 'all':
      return new Uint8Array(length).fill(1)
    case 'trigrams':
      return matchTrigrams(need.codes.slice(0, maxTrigrams), length, findBlock)
    case 'and':
    case 'or': {
      const [first, ...rest] = need.parts.map((part) => matchNeed(part, segment, findBlock))
      const matches = first ?? new Uint8Array(length)
      for (const other of rest) {
        for (let document = 0; document < length; document++) {
          matches[document] =
            need.type === 'and'
              ? (matches[document] as number) & (other[document] as number)
              : (matches[document] as number) | (other[document] as number)
        }
      }
      return matches
    }
  }
}

/** Each trigram that a document has adds one to its count; those with all of them match. */
function matchTrigrams(codes: readonly number[], length: number, findBlock: FindBlock): Uint8Array {
  const counts = new Uint8Array(length)
  for (const [index, code] of codes.entries()) {
    const block = findBlock(code)
    if (!block) return new Uint8Array(length)
    readPostings(block, code, (document) => {
      if (counts[document] === index) counts[document] = index + 1
    })
  }
  return counts.map((count) => (count === codes.length ? 1 : 0))
}

function addMatches(set: DocumentSet, { firstId }: IndexSegment, matches: Uint8Array): void {
  for (let document = 0; document < matches.length; document++) if (matches[document] === 1) set.add(firstId + document)
}
