import { useEffect, useRef, useState } from 'react'
import { type ExportChoice, type ExportFormat, type ExportProperty, exportProperty } from '#contracts/exports'
import { client } from '../connection/client.ts'
import { describeError } from '../notices/errors.ts'
import { pathIn } from '../path-picker/host-path.ts'
import { pickPath } from '../path-picker/pick-path.ts'
import { getShownProject, projectStore } from '../project/project-store.ts'
import { confirmReplace } from '../questions/confirm-replace.ts'
import { closeExport, type ExportRequest } from './export-request.ts'
import { findFormat, suggestName, withEnding } from './export-target.ts'
import { text } from './text.ts'

/** What was chosen last is offered first. */
const last: { format: ExportFormat; properties: ExportProperty[]; folder: string } = {
  format: 'jsonl.zst',
  properties: [...exportProperty.options],
  folder: '',
}

/** The choices of the dialog. */
export interface ExportForm {
  format: ExportFormat
  which: ExportChoice
  isOnlyShown: boolean
  isInOrder: boolean
  properties: ExportProperty[]
  /** Null takes every signal. */
  signals: string[] | null
}

/** The choices, the place that follows them until a person writes another, and what starts the export. */
export function useExportForm({ which, shown }: ExportRequest) {
  const [form, setForm] = useState<ExportForm>({
    format: last.format,
    which: shown?.isNarrowed && shown.query.verdict !== 'any' ? shown.query.verdict : which,
    isOnlyShown: shown?.isNarrowed ?? false,
    isInOrder: false,
    properties: last.properties,
    signals: null,
  })
  const [folder, setFolder] = useState(last.folder)
  const [written, setWritten] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isPending, setIsPending] = useState(false)
  // The project may be closed while the question stands.
  const project = useRef({ folder: getShownProject(), name: projectStore.getState().value?.name ?? '' }).current
  const suggested = suggestName({ projectName: project.name, which: form.which, format: form.format })
  const target = written ?? (folder === '' ? '' : pathIn(folder, suggested))

  useEffect(() => {
    client.workspace.list({ folder: null }).then(
      (home) => setFolder((chosen) => chosen || home.folder),
      // Without a home folder the person chooses one.
      () => {},
    )
  }, [])

  const setTarget = (path: string) => {
    setWritten(path)
    setProblem(null)
    // A name that ends as another format does asks for that one.
    const named = form.format === 'folder' ? undefined : findFormat(path)
    if (named) setForm((before) => ({ ...before, format: named }))
  }
  const change = (changes: Partial<ExportForm>) => {
    setForm((before) => ({ ...before, ...changes }))
    if (changes.format !== undefined && written !== null) setWritten(withEnding(written, changes.format))
    setProblem(null)
  }

  async function browse(): Promise<void> {
    const isFolder = form.format === 'folder'
    const path = await pickPath(
      isFolder
        ? { kind: 'open-folder', title: text.browseFolder }
        : { kind: 'save-file', title: text.browseFile, suggestedName: suggested, extensions: [form.format] },
    )
    if (path !== null) setTarget(isFolder ? pathIn(path, suggested) : path)
  }

  async function start(): Promise<void> {
    if (isPending || target.trim() === '') return
    setIsPending(true)
    const { format, properties, signals } = form
    const choice = {
      query: form.isOnlyShown && shown ? { ...shown.query, verdict: 'any' as const } : {},
      sort: form.isInOrder && shown ? shown.sort : null,
    }
    try {
      const options = { ...choice, target: target.trim(), format, which: form.which, properties, signals }
      const started = await confirmReplace((replace) => client.exports.start({ ...options, replace, project: project.folder }))
      if (started === null) return
      Object.assign(last, { format, properties, folder: written === null ? folder : last.folder })
      closeExport()
    } catch (error) {
      setProblem(describeError(error)?.message ?? null)
    } finally {
      setIsPending(false)
    }
  }

  return { form, change, target, setTarget, browse, start, problem, isPending }
}
