import { mkdirSync } from 'node:fs'
import type { LabelChoice } from '#contracts/label'
import { systemPath } from '../../platform/byte-path.ts'
import { openReadOnlyDatabase, toSqliteFailure } from '../../platform/sqlite.ts'
import { serveThread } from '../../platform/threads/serve-thread.ts'
import { labelOfCode } from '../review/label-column.ts'
import { createExportReader } from './export-reader.ts'
import { createTally } from './export-tally.ts'
import type { ExportRequests, ExportTask } from './export-thread.ts'
import { createFolderOutput } from './folder-output.ts'
import { createJsonLinesOutput } from './json-lines-output.ts'
import { maskText, type TextMask } from './mask-text.ts'
import type { DocumentOutput, OutgoingDocument } from './outgoing-document.ts'
import { createOutputFile } from './output-file.ts'
import { createParquetOutput } from './parquet-output.ts'

serveThread<ExportRequests, ExportTask>((task) => {
  const database = openReadOnlyDatabase(task.database)
  const read = createExportReader(database)
  const tally = createTally()
  let output: DocumentOutput | null = null
  let isFinished = false

  async function writeDocument(
    id: number,
    beside: Pick<OutgoingDocument, 'signals' | 'hits'>,
    { masks, label }: { masks: readonly TextMask[]; label: LabelChoice },
  ): Promise<void> {
    const stored = read(id)
    if (!stored) throw new Error(`The document ${id} is not stored.`)
    const { bytes, placeholders } = maskText(stored.bytes, masks)
    const document = { ...stored, ...beside, bytes }
    output ??= await openOutput(task)
    await output.add(document)
    tally.add(document, { placeholders, label })
  }

  return {
    requests: {
      async write({ ids, signals, hits, labels, masks }, { throwIfStopped }) {
        const signalCount = task.columns.signals.length
        for (const [index, id] of ids.entries()) {
          throwIfStopped()
          const values = signals.subarray(index * signalCount, (index + 1) * signalCount)
          await writeDocument(
            id,
            { signals: values, hits: hits[index] ?? null },
            {
              masks: masks.get(id) ?? [],
              label: labelOfCode[labels[index] as number] ?? 'none',
            },
          )
        }
      },
      async finish() {
        output ??= await openOutput(task)
        const written = await output.finish()
        isFinished = true
        return { output: written, tally: tally.get() }
      },
    },
    async close() {
      // What failed before fails again, and was told.
      if (!isFinished) await output?.discard().catch(() => undefined)
      database.close()
    },
    explain: (error) => toSqliteFailure(error, task.database),
  }
})

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
