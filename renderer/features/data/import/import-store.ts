import { create } from 'zustand'
import { client } from '../../../app/connection/client.ts'
import { describeError } from '../../../app/notices/errors.ts'
import { pickPath } from '../../../app/path-picker/pick-path.ts'
import { getShownProject } from '../../../app/project/project-store.ts'
import { addInputs, listReady, type PlannedInput, planInputs } from './import-plan.ts'
import { text } from './text.ts'

interface ImportState {
  isOpen: boolean
  /** The project that was on the screen when the dialog was asked for; nothing is imported into another. */
  project: string | null
  inputs: readonly PlannedInput[]
  shownId: string | null
  /** How many paths are being looked into. */
  inspecting: number
  /** Why the paths that were added last cannot be imported. */
  problem: string | null
  /** Why the import could not be started. */
  failure: string | null
}

const closed: ImportState = {
  ...{ isOpen: false, project: null, inputs: [], shownId: null, inspecting: 0, problem: null, failure: null },
}

/** What the dialog shows. */
export const useImportStore = create<ImportState>(() => closed)

/** Belongs to the dialog that is open; what comes for an earlier one is dropped. */
let opened = new AbortController()

/** Opens the dialog, with these paths in it where there are some. */
export function openImport(paths: readonly string[] = [], project = getShownProject()): void {
  if (!useImportStore.getState().isOpen) {
    opened = new AbortController()
    useImportStore.setState({ ...closed, isOpen: true, project })
  }
  if (paths.length > 0) void addPaths(paths)
}

/** Asks for a folder and opens the dialog with it. */
export async function pickFolderToImport(): Promise<void> {
  const project = getShownProject()
  const folder = await pickPath({ kind: 'open-folder', title: text.pickFolderOfCode })
  if (folder !== null) openImport([folder], project)
}

export function closeImport(): void {
  opened.abort()
  useImportStore.setState(closed)
}

/** Looks into paths and adds what they stand for. Says whether they stood for something. */
export async function addPaths(paths: readonly string[]): Promise<boolean> {
  const { signal } = opened
  useImportStore.setState(({ inspecting }) => ({ inspecting: inspecting + 1, problem: null, failure: null }))
  try {
    const { inspections, refusals } = await client.imports.inspect({ paths: [...paths] }, { signal })
    const added = planInputs(inspections)
    if (signal.aborted) return false
    const problem = refusals.length === 0 ? null : text.refusals(refusals)
    useImportStore.setState(({ inputs }) => ({ inputs: addInputs(inputs, added), shownId: added[0]?.id ?? null, problem }))
    return added.length > 0
  } catch (error) {
    if (!signal.aborted) useImportStore.setState({ problem: describeError(error)?.message ?? null })
    return false
  } finally {
    if (!signal.aborted) useImportStore.setState(({ inspecting }) => ({ inspecting: inspecting - 1 }))
  }
}

export function showInput(id: string): void {
  useImportStore.setState({ shownId: id })
}

/** Changes one of the inputs. */
export function changeInput(id: string, change: Partial<Pick<PlannedInput, 'isChosen' | 'mapping'>>): void {
  useImportStore.setState(({ inputs }) => ({
    inputs: inputs.map((input) => (input.id === id ? { ...input, ...change } : input)),
  }))
}

/** Starts to import what is chosen, and closes the dialog when that has begun. */
export async function startImport(limits: { maxTextBytes: number; maxRejectedShare: number }): Promise<void> {
  const { inputs: planned, project } = useImportStore.getState()
  const inputs = listReady(planned).map(({ inspection, mapping }) => ({
    location: inspection.location,
    mapping,
  }))
  if (inputs.length === 0) return
  try {
    await client.imports.start({ inputs, ...limits, project })
    closeImport()
  } catch (error) {
    useImportStore.setState({ failure: describeError(error)?.message ?? null })
  }
}
