import { mkdirSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { enterBackground } from '../../platform/background-thread.ts'
import { systemPath } from '../../platform/byte-path.ts'
import { openReadOnlyDatabase, toSqliteFailure } from '../../platform/sqlite.ts'
import { createExportReader } from './export-reader.ts'
import { createTally } from './export-tally.ts'
import type { ExportBatch, ExportCall, ExportReply, ExportTask } from './export-thread.ts'
import { createFolderOutput } from './folder-output.ts'
import { createJsonLinesOutput } from './json-lines-output.ts'
import type { DocumentOutput } from './outgoing-document.ts'
import { createOutputFile } from './output-file.ts'
import { packFailure } from './packed-failure.ts'
import { createParquetOutput } from './parquet-output.ts'

const task = workerData as ExportTask
const port = parentPort
if (!port) throw new Error('This file runs as a worker thread only.')
enterBackground()

const database = openReadOnlyDatabase(task.database)
const read = createExportReader(database)
const tally = createTally()
let output: DocumentOutput | null = null
let isFinished = false

let isStopping = false
let last: Promise<void> = Promise.resolve()

port.on('message', (call: ExportCall) => {
  if (call.type === 'stop') isStopping = true
  last = last.then(() => (call.type === 'stop' ? stop() : reply(call)))
})

async function reply(call: Exclude<ExportCall, { type: 'stop' }>): Promise<void> {
  const answered = await answer(call).catch(
    (error: unknown): ExportReply => ({ type: 'failed', failure: packFailure(toSqliteFailure(error, task.database)) }),
  )
  port?.postMessage(answered)
}

/** With nothing open any more the thread ends. */
async function stop(): Promise<void> {
  // What failed before fails again, and was told.
  if (!isFinished) await output?.discard().catch(() => undefined)
  database.close()
  port?.close()
}

async function answer(call: Exclude<ExportCall, { type: 'stop' }>): Promise<ExportReply> {
  output ??= await openOutput(task)
  if (call.type === 'finish') {
    const written = await output.finish()
    isFinished = true
    return { type: 'finished', output: written, tally: tally.get() }
  }
  await writeBatch(output, call.batch)
  return { type: 'written' }
}

async function openOutput({ format, partial, name, columns, createdBy }: ExportTask): Promise<DocumentOutput> {
  if (format === 'folder') {
    mkdirSync(systemPath(partial))
    return createFolderOutput(partial, columns)
  }
  const file = await createOutputFile(partial, { isCompressed: format === 'jsonl.zst' })
  return format === 'parquet'
    ? createParquetOutput({ file, name, columns, createdBy })
    : createJsonLinesOutput({ file, name, columns })
}

async function writeBatch(target: DocumentOutput, { ids, signals, hits }: ExportBatch): Promise<void> {
  const signalCount = task.columns.signals.length
  for (const [index, id] of ids.entries()) {
    if (isStopping) throw new Error('The export was stopped.')
    const stored = read(id)
    if (!stored) throw new Error(`The document ${id} is not stored.`)
    const document = {
      ...stored,
      signals: signals.subarray(index * signalCount, (index + 1) * signalCount),
      hits: hits[index] ?? null,
    }
    await target.add(document)
    tally.add(document)
  }
}
