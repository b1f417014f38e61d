/** Trigrams in a row with their documents, as one row of the index holds them. */
export interface PostingBlock {
  firstCode: number
  bytes: Uint8Array
}

/** A block fills about a page of the file. A trigram of very many documents makes a larger one. */
const blockBytes = 7900

/**
 * Packs postings into blocks: for each trigram its distance to the one before, the length of its list in bytes, and the list, which is the
 * distances of its documents. Numbers are seven bits a byte, the lowest first, with the eighth bit set on all bytes but the last (LEB128).
 */
export function* packPostings(postings: Iterable<{ code: number; documents: Uint16Array }>): Generator<PostingBlock> {
  let block = Buffer.alloc(blockBytes * 2)
  let length = 0
  let firstCode = 0
  let lastCode = 0
  for (const { code, documents } of postings) {
    const list = packList(documents)
    if (length > 0 && length + list.length + 8 > blockBytes) {
      yield { firstCode, bytes: block.subarray(0, length) }
      length = 0
    }
    if (length === 0) {
      block = Buffer.alloc(Math.max(blockBytes, list.length + 8))
      firstCode = code
      lastCode = code
    }
    length = writeNumber(block, length, code - lastCode)
    length = writeNumber(block, length, list.length)
    block.set(list, length)
    length += list.length
    lastCode = code
  }
  if (length > 0) yield { firstCode, bytes: block.subarray(0, length) }
}

/** Calls back with each document that has the trigram, if the block knows it. */
export function readPostings({ firstCode, bytes }: PostingBlock, wanted: number, onDocument: (document: number) => void): void {
  const reader = { bytes, position: 0 }
  let code = firstCode
  while (reader.position < bytes.length) {
    code += readNumber(reader)
    const end = readNumber(reader) + reader.position
    if (code > wanted) return
    if (code === wanted) {
      let document = 0
      while (reader.position < end) {
        document += readNumber(reader)
        onDocument(document)
      }
      return
    }
    reader.position = end
  }
}

const scratch = Buffer.alloc(65_536 * 3)

function packList(documents: Uint16Array): Uint8Array {
  let length = 0
  let last = 0
  for (const document of documents) {
    length = writeNumber(scratch, length, document - last)
    last = document
  }
  return scratch.subarray(0, length)
}

function writeNumber(bytes: Uint8Array, position: number, value: number): number {
  let rest = value
  let next = position
  for (; rest > 127; rest >>>= 7) bytes[next++] = (rest & 127) | 128
  bytes[next++] = rest
  return next
}

function readNumber(reader: { bytes: Uint8Array; position: number }): number {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = reader.bytes[reader.position++] as number
    value |= (byte & 127) << shift
    if (byte < 128) return value
  }
}
