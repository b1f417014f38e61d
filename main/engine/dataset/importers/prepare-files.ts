import { hash } from 'node:crypto'
import { constants, zstdCompressSync } from 'node:zlib'
import { findLanguage } from '../../languages/find-language.ts'
import { measureTexts } from '../../platform/native.ts'
import { statisticsSignals } from '../signals/statistics.ts'
import type { WalkedFile } from './folder-walk.ts'
import { type FileSkip, readSourceFile } from './source-file.ts'

/** A text that was read, without the text itself. */
export interface PreparedFile {
  path: string
  sizeBytes: number
  language: string
  hash: Uint8Array
  zstd: Uint8Array
  statistics: Float64Array
}

/** What became of some files. */
export interface PreparedFiles {
  files: PreparedFile[]
  skipped: { path: string; reason: FileSkip }[]
  failed: { path: string; reason: string }[]
}

/** Texts are measured in portions of about this size, which bounds the memory that a batch takes. */
const portionBytes = 4 * 1024 * 1024
const compressionLevel = 1

/** Reads, measures, hashes and compresses files. Blocks its thread, so it runs in one of its own. */
export async function prepareFiles(files: readonly WalkedFile[], maxFileBytes: number): Promise<PreparedFiles> {
  const result: PreparedFiles = { files: [], skipped: [], failed: [] }
  let portion: Buffer[] = []
  let sizeBytes = 0
  const measurePortion = async () => {
    await addStatistics(result.files, portion)
    portion = []
    sizeBytes = 0
  }
  for (const file of files) {
    const read = readSourceFile(file, maxFileBytes)
    if (read.status === 'skipped') result.skipped.push({ path: file.path, reason: read.reason })
    else if (read.status === 'failed') result.failed.push({ path: file.path, reason: read.reason })
    else {
      result.files.push(describe(file.path, read.bytes))
      portion.push(read.bytes)
      sizeBytes += read.bytes.length
      if (sizeBytes >= portionBytes) await measurePortion()
    }
  }
  await measurePortion()
  return result
}

function describe(path: string, bytes: Buffer): PreparedFile {
  return {
    path,
    sizeBytes: bytes.length,
    language: findLanguage(path, bytes),
    hash: Uint8Array.from(hash('sha256', bytes, 'buffer').subarray(0, 16)),
    zstd: compress(bytes),
    statistics: new Float64Array(),
  }
}

/** With its size known beforehand, a small text is compressed with small tables, which saves most of the time. */
function compress(bytes: Buffer): Uint8Array {
  return zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: compressionLevel },
    pledgedSrcSize: bytes.length,
    // Room for any result, so that it is not put together from pieces.
    chunkSize: Math.max(64, bytes.length + (bytes.length >> 7) + 256),
  })
}

/** The texts are those of the last files. */
async function addStatistics(files: readonly PreparedFile[], texts: readonly Buffer[]): Promise<void> {
  if (texts.length === 0) return
  const columnCount = statisticsSignals.length
  const measures = await measureTexts(texts)
  for (const [index, file] of files.slice(-texts.length).entries()) {
    file.statistics = measures.slice(index * columnCount, (index + 1) * columnCount)
  }
}
