import { foldedBytes, trigramCount } from './trigrams.ts'

/** Pairs of trigram and document that one segment holds in memory while it is built: about 27 MB of source code. */
const usualSegmentPairs = 4 * 1024 * 1024
/** Documents are counted from the first of their segment in 16 bits. */
const segmentDocuments = 65_535
const radixBits = 12
const radix = 1 << radixBits

/** Gathers which documents have which trigrams. */
export interface PostingsBuilder {
  readonly documentCount: number
  /** Whether another text of this length has room. A first one always has. */
  hasRoom(sizeBytes: number): boolean
  add(text: Uint8Array): void
  /** Every trigram in order, with the documents that have it, rising; then begins anew. */
  take(): Generator<{ code: number; documents: Uint16Array }>
}

/** `segmentPairs`: how many pairs one segment may have. */
export function createPostingsBuilder(segmentPairs = usualSegmentPairs): PostingsBuilder {
  /** For each trigram the last document that had it, from 1 on, so that a document counts once. */
  const lastSeen = new Uint16Array(trigramCount)
  let pairs = createPairs(segmentPairs)
  let pairCount = 0
  let documentCount = 0

  return {
    get documentCount() {
      return documentCount
    },
    hasRoom: (sizeBytes) =>
      documentCount === 0 || (documentCount < segmentDocuments && pairCount + sizeBytes <= pairs.codes.length),
    add(text) {
      if (pairCount + text.length > pairs.codes.length) pairs = createPairs(text.length)
      const { codes, documents } = pairs
      const document = documentCount++
      let code = (((foldedBytes[text[0] ?? 0] as number) << 8) | (foldedBytes[text[1] ?? 0] as number)) & 0xffff
      for (let end = 2; end < text.length; end++) {
        code = ((code << 8) | (foldedBytes[text[end] as number] as number)) & 0xffffff
        if (lastSeen[code] === documentCount) continue
        lastSeen[code] = documentCount
        codes[pairCount] = code
        documents[pairCount++] = document
      }
    },
    *take() {
      const sorted = sortPairs(pairs, pairCount)
      for (let start = 0; start < pairCount; ) {
        const code = sorted.codes[start] as number
        let end = start + 1
        while (end < pairCount && sorted.codes[end] === code) end++
        yield { code, documents: sorted.documents.subarray(start, end) }
        start = end
      }
      lastSeen.fill(0)
      pairCount = 0
      documentCount = 0
      if (pairs.codes.length > segmentPairs) pairs = createPairs(segmentPairs)
    },
  }
}

interface Pairs {
  codes: Uint32Array
  documents: Uint16Array
}

function createPairs(length: number): Pairs {
  return { codes: new Uint32Array(length), documents: new Uint16Array(length) }
}

/** Two stable counting passes over the halves of the trigram; documents were added in order and stay so. */
function sortPairs(pairs: Pairs, length: number): Pairs {
  return scatter(scatter(pairs, length, 0), length, radixBits)
}

function scatter(from: Pairs, length: number, shift: number): Pairs {
  const next = new Uint32Array(radix + 1)
  for (let pair = 0; pair < length; pair++) {
    const digit = ((from.codes[pair] as number) >>> shift) & (radix - 1)
    next[digit + 1] = (next[digit + 1] as number) + 1
  }
  for (let digit = 0; digit < radix; digit++) next[digit + 1] = (next[digit + 1] as number) + (next[digit] as number)
  const to = createPairs(length)
  for (let pair = 0; pair < length; pair++) {
    const code = from.codes[pair] as number
    const digit = (code >>> shift) & (radix - 1)
    const place = next[digit] as number
    next[digit] = place + 1
    to.codes[place] = code
    to.documents[place] = from.documents[pair] as number
  }
  return to
}
