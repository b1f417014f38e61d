import { useEffect, useMemo, useState } from 'react'
import type { Project, Signal } from '#contracts/dataset'
import type { TableProperty } from '#contracts/settings'
import { isCancelled } from '../../app/notices/errors.ts'
import { reportError } from '../../app/notices/notify.ts'
import { askProject } from '../../app/project/project-store.ts'
import { useSettings } from '../../app/settings/settings-store.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { loadRows, resetData, useDataStore } from './data-store.ts'
import { resolveColumns, resolveProperties } from './document-view.ts'
import { useReview } from './review/review-store.ts'

/** How often the view follows a job that changes the project. */
const REFRESH_MS = 500

let lastFolder: string | null = null

export interface ProjectData {
  signals: Signal[]
  /** What the table shows beside the paths: properties, and after them signals. */
  columns: TableColumns
  /** That of documents, values, verdicts and labels together. */
  revision: string
}

export interface TableColumns {
  properties: TableProperty[]
  signals: Signal[]
}

/** Keeps rows in step with the project, the view and the chosen columns. */
export function useProjectData(project: Project): ProjectData {
  const dataRevision = useThrottled(project.dataRevision, REFRESH_MS)
  const recipeRevision = useThrottled(project.recipeRevision, REFRESH_MS)
  const labelRevision = useThrottled(useReview()?.revision ?? 0, REFRESH_MS)
  const [signals, setSignals] = useState<Signal[] | null>(null)
  const settings = useSettings()
  const chosen = settings?.data.columns ?? null
  const chosenProperties = settings?.data.properties ?? null
  const query = useDataStore((state) => state.query)
  const sort = useDataStore((state) => state.sort)
  const { folder } = project

  useEffect(() => {
    if (lastFolder !== null && lastFolder !== folder) resetData()
    lastFolder = folder
  }, [folder])

  // biome-ignore lint/correctness/useExhaustiveDependencies: folder and dataRevision say when the signals have changed
  useEffect(() => {
    const aborter = new AbortController()
    askProject((engine, signal) => engine.dataset.signals(undefined, { signal }), aborter.signal).then(setSignals, (error) => {
      if (!aborter.signal.aborted && !isCancelled(error)) reportError(error)
    })
    return () => aborter.abort()
  }, [folder, dataRevision])

  const names = signals === null ? null : resolveColumns(signals, chosen)
  const columnsKey = names?.join(' ')
  const revision = `${dataRevision} ${recipeRevision} ${labelRevision}`
  // Without a question about verdicts, rows are as they were when only the recipe changed.
  const rowRevision = query.verdict === 'any' && query.text === '' ? `${dataRevision} ${labelRevision}` : revision
  // biome-ignore lint/correctness/useExhaustiveDependencies: query, sort and rowRevision say when the rows have changed
  useEffect(() => {
    if (columnsKey !== undefined) loadRows({ folder }, columnsKey === '' ? [] : columnsKey.split(' '))
  }, [folder, query, sort, columnsKey, rowRevision])

  const columns = useMemo(
    () => ({
      properties: resolveProperties(chosenProperties),
      signals: (columnsKey ?? '').split(' ').flatMap((name) => signals?.find((signal) => signal.name === name) ?? []),
    }),
    [columnsKey, signals, chosenProperties],
  )
  return { signals: signals ?? [], columns, revision }
}
