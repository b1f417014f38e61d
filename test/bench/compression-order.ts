import { deflateRawSync } from 'node:zlib'
import { codeMeasureColumns, measureCode } from '#native'
import { correlateRanks } from './rank-correlation.ts'
import { toBatch } from './source-corpus.ts'

/** Least bytes of each class of sizes; the next one ends it. */
const leastBytes = [200, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000]
/** A correlation over fewer documents says little. */
const leastDocuments = 100

/**
 * By the least bytes of each class of sizes: Spearman's rank correlation of `compressed_fraction` with what zlib's level 6 leaves of
 * the documents. Classes of fewer than 100 documents are left out.
 */
export async function correlateCompression(documents: readonly Uint8Array[]): Promise<Map<number, number>> {
  const correlations = new Map<number, number>()
  for (const [index, least] of leastBytes.entries()) {
    const most = leastBytes[index + 1] ?? Number.POSITIVE_INFINITY
    const part = documents.filter(({ length }) => length >= least && length < most)
    if (part.length < leastDocuments) continue
    const rows = await measureCode(toBatch(part))
    const column = codeMeasureColumns.indexOf('compressed_fraction')
    const estimates = part.map((_, document) => rows[document * codeMeasureColumns.length + column] ?? 0)
    const sizes = part.map((document) => deflateRawSync(document, { level: 6 }).length / document.length)
    correlations.set(least, correlateRanks(estimates, sizes))
  }
  return correlations
}
