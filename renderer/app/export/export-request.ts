import { create } from 'zustand'
import type { DocumentQuery, DocumentSort } from '#contracts/dataset'
import type { ExportChoice } from '#contracts/exports'

/** What a table shows, so that just this can be exported. */
export interface ShownDocuments {
  query: DocumentQuery
  sort: DocumentSort
  /** Whether the query leaves documents out. */
  isNarrowed: boolean
}

/** What the dialog begins with. */
export interface ExportRequest {
  which: ExportChoice
  /** Null where no table is on the screen. */
  shown: ShownDocuments | null
}

/** State of the dialog, for the dialog alone. */
export const useExportRequest = create<{ request: ExportRequest | null }>(() => ({ request: null }))

/** Asks what to export, how and where to, and starts it. */
export function openExport(request: ExportRequest): void {
  useExportRequest.setState({ request })
}

export function closeExport(): void {
  useExportRequest.setState({ request: null })
}
