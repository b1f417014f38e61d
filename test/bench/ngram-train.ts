import { closeSync, openSync, readSync } from 'node:fs'
import { type DocumentBatch, trainNgramModel } from '#native'

/**
 * What lmplz does, as a program of its own so that its memory can be told: a text file in, an ARPA file out. Arguments: text, ARPA
 * file, model file, structure, order, memory in bytes. Prints one JSON object.
 */
const [textFile = '', arpaFile = '', outputFile = '', structure = 'probing', order = '5', memoryBytes = '0'] =
  process.argv.slice(2)

const batchBytes = 1 << 20

/** Whole lines of the file, in batches whose memory is used again once the next but one is asked for. */
function* readLines(file: string): Generator<DocumentBatch> {
  const handle = openSync(file, 'r')
  const buffers = [new Uint8Array(batchBytes), new Uint8Array(batchBytes)]
  let rest = new Uint8Array(0)
  for (let round = 0, isEnd = false; !isEnd; round++) {
    let buffer = buffers[round % 2] as Uint8Array<ArrayBuffer>
    let size = rest.length
    let end = 0
    do {
      // A line may be longer than a batch.
      if (size === buffer.length || rest.length >= buffer.length) {
        const larger = new Uint8Array(2 * Math.max(buffer.length, rest.length))
        larger.set(buffer.subarray(0, size))
        buffer = larger
        buffers[round % 2] = buffer
      }
      if (size === rest.length) buffer.set(rest)
      const count = readSync(handle, buffer, size, buffer.length - size, null)
      isEnd = count === 0
      size += count
      end = isEnd ? size : buffer.subarray(0, size).lastIndexOf(10) + 1
    } while (end === 0 && !isEnd)
    rest = buffer.slice(end, size)
    if (end > 0) yield { bytes: buffer.subarray(0, end), offsets: Float64Array.of(0, end) }
  }
  closeSync(handle)
}

const report = await trainNgramModel({
  documents: readLines(textFile),
  outputFile,
  arpaFile,
  temporaryFolder: outputFile.slice(0, outputFile.lastIndexOf('/')),
  structure: structure === 'trie' ? 'trie' : 'probing',
  order: Number(order),
  tokens: 'words',
  memoryBytes: Number(memoryBytes),
})
console.log(
  JSON.stringify({
    counts: report.counts,
    tokens: report.tokenCount,
    bytes: report.modelBytes,
    maxRssBytes: process.resourceUsage().maxRSS * 1024,
  }),
)
