import { setImmediate } from 'node:timers/promises'
import { type LabelChoice, labelVerdict } from '#contracts/label'
import type { ReviewState } from '#contracts/review'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import { chunkLength, type LabelEntries, unpackChunk } from './label-chunk.ts'

/** What the byte of a document stands for. */
export const labelOfCode: readonly LabelChoice[] = ['none', ...labelVerdict.options]

/** The byte that stands for a verdict; 0 for none. */
export function toLabelCode(verdict: LabelChoice | null): number {
  return verdict === null ? 0 : labelOfCode.indexOf(verdict)
}

/** The labels of a project in memory, indexed by document id: five bytes for each document up to the last one that has a label. */
export interface LabelColumn {
  readonly counts: ReviewState['counts']
  /** A byte for each document, of at least as many as are asked for. It changes as labels do; the caller does not write to it. */
  verdicts(documentCount: number): Uint8Array
  verdictOf(documentId: number): number
  originOf(documentId: number): number
  /** A copy of a chunk, to be changed and given back. */
  copyChunk(chunkIndex: number): LabelEntries
  setChunk(chunkIndex: number, entries: LabelEntries): void
  /** Another number after each change of the chunk. */
  chunkRevision(chunkIndex: number): number
}

/** Reads the labels that are stored. */
export async function loadLabelColumn(reader: SqliteReader): Promise<LabelColumn> {
  const column = createLabelColumn()
  const sql = 'SELECT chunk_index AS chunkIndex, zstd FROM label_chunk ORDER BY chunk_index DESC'
  for (const { chunkIndex, zstd } of await reader.rows<{ chunkIndex: number; zstd: Uint8Array }>({ name: 'all labels', sql })) {
    column.setChunk(chunkIndex, unpackChunk(zstd))
    await setImmediate()
  }
  return column
}

function createLabelColumn(): LabelColumn {
  let verdicts = new Uint8Array()
  let origins = new Uint32Array()
  const counts = { keep: 0, drop: 0, unsure: 0 }
  const revisions = new Map<number, number>()

  function grow(chunkCount: number): void {
    const length = chunkCount * chunkLength
    if (length <= verdicts.length) return
    const before = { verdicts, origins }
    verdicts = new Uint8Array(length)
    origins = new Uint32Array(length)
    verdicts.set(before.verdicts)
    origins.set(before.origins)
  }

  function countChunk(chunkIndex: number, step: 1 | -1): void {
    for (const code of verdicts.subarray(chunkIndex * chunkLength, (chunkIndex + 1) * chunkLength)) {
      const label = labelOfCode[code]
      if (label !== undefined && label !== 'none') counts[label] += step
    }
  }

  return {
    get counts() {
      return { ...counts }
    },
    verdicts(documentCount) {
      grow(Math.ceil(documentCount / chunkLength))
      return verdicts
    },
    verdictOf: (documentId) => verdicts[documentId] ?? 0,
    originOf: (documentId) => origins[documentId] ?? 0,
    copyChunk(chunkIndex) {
      grow(chunkIndex + 1)
      const start = chunkIndex * chunkLength
      return { verdicts: verdicts.slice(start, start + chunkLength), origins: origins.slice(start, start + chunkLength) }
    },
    setChunk(chunkIndex, entries) {
      grow(chunkIndex + 1)
      countChunk(chunkIndex, -1)
      verdicts.set(entries.verdicts, chunkIndex * chunkLength)
      origins.set(entries.origins, chunkIndex * chunkLength)
      countChunk(chunkIndex, 1)
      revisions.set(chunkIndex, (revisions.get(chunkIndex) ?? 0) + 1)
    },
    chunkRevision: (chunkIndex) => revisions.get(chunkIndex) ?? 0,
  }
}
