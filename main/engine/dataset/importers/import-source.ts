import { setImmediate } from 'node:timers/promises'
import { withSignal } from '../../platform/with-signal.ts'
import type { DocumentWriter, NewDocument } from '../documents/document-writer.ts'
import { type ImportTally, sumTallies } from './import-tally.ts'
import type { Importer, Portion, ReadOptions } from './importer.ts'
import { unpackDocuments } from './portion-packer.ts'
import type { PortionPreparer } from './portion-preparer.ts'
import type { PortionRequest, PreparedPortion } from './prepare-portion.ts'
import { addGroup, addRejection, type Rejections } from './rejections.ts'

/** Documents are stored in batches, the bytes being compressed ones, so that memory stays flat and a transaction short. */
const batchBytes = 4 * 1024 * 1024
const usualBatchDocuments = 2000
/** Where rows are rejected or known, no document fills a batch. */
const batchPortions = 16

/** A part of a source that is stored, with all that is noted of it, in one transaction. */
export interface ImportBatch {
  documents: NewDocument[]
  rejections: Rejections
  present: number
  /** Where reading goes on after it. */
  cursor: unknown
  done: number
}

export interface SourceImport {
  importer: Importer
  /** Beside the data of a portion. */
  request: Omit<PortionRequest, 'data'>
  read: ReadOptions
  preparer: PortionPreparer
  /** About how many documents a batch has at most. */
  batchDocuments?: number
  /** Stores a batch; throws when the import shall stop. */
  store(batch: ImportBatch): void
}

/**
 * Reads a source, has its portions prepared by several threads at once, and gives the results to `store` in batches, in the order of the
 * source. No more is read than the threads and the one who stores can take.
 */
export async function importSource({ store, batchDocuments = usualBatchDocuments, ...source }: SourceImport): Promise<void> {
  const { signal } = source.read
  let batch: ImportBatch | null = null
  let bytes = 0
  let portions = 0
  try {
    for await (const part of preparePortions(source)) {
      batch = batch ? joinBatches(batch, part) : part
      bytes += part.documents.reduce((sum, { zstd }) => sum + zstd.length, 0)
      portions++
      if (batch.documents.length < batchDocuments && bytes < batchBytes && portions < batchPortions) continue
      const full = batch
      batch = null
      bytes = 0
      portions = 0
      store(full)
      await setImmediate()
      signal.throwIfAborted()
    }
  } catch (error) {
    // Who pauses again and again gets on all the same.
    if (batch && signal.aborted && error === signal.reason) store(batch)
    throw error
  }
  if (batch) store(batch)
}

function joinBatches(one: ImportBatch, other: ImportBatch): ImportBatch {
  one.documents.push(...other.documents)
  one.rejections.listed.push(...other.rejections.listed)
  for (const group of other.rejections.groups) addGroup(one.rejections.groups, group)
  return { ...one, present: one.present + other.present, cursor: other.cursor, done: other.done }
}

/** Keeps the threads busy and gives their results in the order of the source. */
async function* preparePortions(
  source: Omit<SourceImport, 'store' | 'batchDocuments'>,
): AsyncGenerator<ImportBatch, void, undefined> {
  const { importer, request, read, preparer } = source
  const underWay: { portion: Portion<unknown>; prepared: Promise<PreparedPortion> | null }[] = []
  async function* takeAll(leave: number) {
    for (let first = underWay[leave] && underWay.shift(); first; first = underWay[leave] && underWay.shift()) {
      // What is being prepared is worth no wait once the import shall stop.
      const prepared = first.prepared && (await withSignal(first.prepared, read.signal))
      read.signal.throwIfAborted()
      yield toBatch(first.portion, prepared)
    }
  }
  for await (const { data, transfer, ...portion } of importer.read(request.location, read)) {
    read.signal.throwIfAborted()
    const prepared = data === null ? null : preparer.prepare({ ...request, data }, transfer)
    // Awaited in its turn; until then a failure must not count as unhandled.
    prepared?.catch(() => undefined)
    underWay.push({ portion: { ...portion, data: null }, prepared })
    yield* takeAll(preparer.capacity)
  }
  yield* takeAll(0)
}

function toBatch({ rejected = [], present = 0, cursor, done }: Portion<unknown>, prepared: PreparedPortion | null): ImportBatch {
  const rejections: Rejections = prepared?.rejections ?? { groups: [], listed: [] }
  for (const row of rejected) addRejection(rejections, row)
  return { documents: prepared ? unpackDocuments(prepared.documents) : [], rejections, present, cursor, done }
}

/** Stores the documents of a batch and adds what became of its rows to the tally. */
export function storeBatch(
  writer: DocumentWriter,
  sourceId: number,
  { batch, tally }: { batch: ImportBatch; tally: ImportTally },
): ImportTally {
  const added = writer.addDocuments(sourceId, batch.documents)
  const present = batch.present + batch.documents.length - added.documents
  return sumTallies(tally, { ...added, present, rejected: batch.rejections.groups })
}
