import { openExport } from '../../app/export/export-request.ts'
import { useDataStore } from './data-store.ts'
import { isFiltered } from './document-view.ts'

/** Asks how to export the documents, with what the table shows at hand. */
export function exportShown(): void {
  const { query, sort } = useDataStore.getState()
  openExport({ which: 'kept', shown: { query, sort, isNarrowed: isFiltered(query) } })
}
