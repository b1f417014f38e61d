import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import { measureTexts } from '../platform/native.ts'
import type { NewDocument } from './document-writer.ts'
import { findLanguage } from './language.ts'
import { statisticsSignals } from './statistics.ts'

const compress = promisify(zstdCompress)
/** Half the time of the default level for texts a few percent larger. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** Turns texts into documents. Compression and statistics run on Node's pool, next to each other. */
export async function prepareDocuments(
  texts: readonly { path: string; bytes: Buffer }[],
  signal: AbortSignal,
): Promise<NewDocument[]> {
  const columnCount = statisticsSignals.length
  const measuring = measureTexts(
    texts.map(({ bytes }) => bytes),
    signal,
  )
  const compressing = Promise.all(texts.map(({ bytes }) => compress(bytes, compression)))
  const [measures, compressed] = await Promise.all([measuring, compressing])
  return texts.map(({ path, bytes }, index) => ({
    path,
    language: findLanguage(path, bytes),
    sizeBytes: bytes.length,
    hash: hash('sha256', bytes, 'buffer').subarray(0, 16),
    zstd: compressed[index] as Uint8Array,
    statistics: measures.subarray(index * columnCount, (index + 1) * columnCount),
  }))
}
