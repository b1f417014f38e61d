import { useEffect, useState } from 'react'
import type { DocumentQuery } from '#contracts/dataset'
import type { ExportChoice } from '#contracts/exports'
import { isCancelled } from '../notices/errors.ts'
import { reportError } from '../notices/notify.ts'
import { askProject } from '../project/project-store.ts'

/** How many documents each choice would take. */
export interface ExportCounts {
  counts: Record<ExportChoice, number>
  /** False while a search has not looked at everything. */
  isWhole: boolean
}

/** Null while they are counted. The verdict of the query does not count. */
export function useExportCounts(query: DocumentQuery | null): ExportCounts | null {
  const [counted, setCounted] = useState<ExportCounts | null>(null)
  useEffect(() => {
    const aborter = new AbortController()
    setCounted(null)
    const ask = askProject(
      (engine, signal) => engine.dataset.facets({ query: { ...query, verdict: 'any' } }, { signal }),
      aborter.signal,
    )
    ask.then(
      ({ verdicts, search }) => {
        const find = (verdict: string) => verdicts.find(({ value }) => value === verdict)?.count ?? 0
        const counts = { kept: find('kept'), dropped: find('dropped') }
        setCounted({ counts: { ...counts, all: counts.kept + counts.dropped }, isWhole: search.state === 'done' })
      },
      (error: unknown) => {
        if (!aborter.signal.aborted && !isCancelled(error)) reportError(error)
      },
    )
    return () => aborter.abort()
  }, [query])
  return counted
}
