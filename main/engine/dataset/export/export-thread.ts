import type { ExportFormat } from '#contracts/exports'
import { startThread } from '../../platform/threads/start-thread.ts'
import type { ExportTally } from './export-tally.ts'
import type { TextMask } from './mask-text.ts'
import type { ExportColumns, OutgoingHit, WrittenOutput } from './outgoing-document.ts'

/** What the thread is started with. */
export interface ExportTask {
  /** `project.sqlite`. */
  database: string
  format: ExportFormat
  /** The unfinished file, or the folder, which is made. */
  partial: string
  /** What the file will be called. */
  name: string
  columns: ExportColumns
  createdBy: string
}

/** Documents to write, in this order. */
export interface ExportBatch {
  ids: Uint32Array
  /** For each document the values of the signals, one after the other. */
  signals: Float32Array
  /** For each document; null where it is kept. */
  hits: (OutgoingHit[] | null)[]
  /** For each document the code of its verdict, as the column of labels has it. */
  labels: Uint8Array
  /** By id, what is replaced in the text. */
  masks: ReadonlyMap<number, readonly TextMask[]>
}

export interface FinishedExport {
  output: WrittenOutput
  tally: ExportTally
}

export interface ExportRequests {
  write(batch: ExportBatch): void
  finish(nothing: null): FinishedExport
}

/** The thread that reads, encodes, compresses and writes. One call at a time. */
export interface ExportThread extends AsyncDisposable {
  write(batch: ExportBatch): Promise<void>
  finish(): Promise<FinishedExport>
}

export interface ExportThreadOptions {
  task: ExportTask
  /** Calls fail with its reason as soon as it aborts. What was written stays. */
  signal: AbortSignal
  /** Takes a sentence for the log. */
  warn: (message: string) => void
}

/** When it is disposed of, the thread ends after the document, or the row group, that it is at. */
export function startExportThread({ task, signal, warn }: ExportThreadOptions): ExportThread {
  const thread = startThread<ExportRequests>({
    ...{ file: 'export-worker', beside: import.meta.url, data: task, isBackground: true, warn },
  })
  return {
    write(batch) {
      const transfer = [batch.ids.buffer as ArrayBuffer, batch.signals.buffer as ArrayBuffer, batch.labels.buffer as ArrayBuffer]
      return thread.ask('write', batch, { signal, transfer })
    },
    finish: () => thread.ask('finish', null, { signal }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}
