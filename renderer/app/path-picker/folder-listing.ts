import { createStore, type StoreApi } from 'zustand'
import { isAppError } from '#contracts/errors'
import type { PickPathRequest } from '#contracts/host'
import type { WorkbenchClient } from '#contracts/workbench'
import type { Entry } from '#contracts/workspace'
import { describeError } from '../notices/errors.ts'
import { text } from './text.ts'

/** One folder of the engine's machine, as the path picker shows it. */
export interface FolderListingState {
  /** Null until the first folder has been read. */
  folder: string | null
  parent: string | null
  entries: Entry[]
  /** Text of the path field: the folder's path until the person types another. */
  typed: string
  selected: string | null
  problem: string | null
  isLoading: boolean
}

/** What a typed path turned out to be. */
export type Located = { kind: 'file'; path: string } | { kind: 'folder'; path: string; entries: readonly Entry[] }

/** State of one path picker. A newer step replaces an older one that is still under way. */
export interface FolderListing {
  readonly state: StoreApi<FolderListingState>
  /** Shows the folder that was looked at last, or the home folder. */
  openFirst(): Promise<void>
  /** Shows a folder and answers what the path is; null when it cannot be shown. */
  go(path: string): Promise<Located | null>
  type(path: string): void
  select(path: string | null): void
}

const folderKey = 'codeshell.last-folder'

/** `memory` keeps the folder from one picker to the next. */
export function createFolderListing(options: {
  request: PickPathRequest
  list: WorkbenchClient['workspace']['list']
  memory: Pick<Storage, 'getItem' | 'setItem'>
}): FolderListing {
  const { request, list, memory } = options
  const remembered = memory.getItem(folderKey)
  const state = createStore<FolderListingState>(() => ({
    folder: null,
    parent: null,
    entries: [],
    typed: remembered ?? '',
    selected: null,
    problem: null,
    isLoading: true,
  }))
  let latest = 0

  /** Null as path means the home folder. Whoever went on typing since `typedBefore` must not lose it. */
  async function show(
    path: string | null,
    typedBefore: string,
  ): Promise<{ located: Located } | { error: unknown; isLatest: boolean }> {
    const turn = ++latest
    state.setState({ isLoading: true })
    try {
      const { folder, parent, entries } = await list({ folder: path })
      if (turn === latest) {
        const offered = entries.filter((entry) => isOffered(entry, request))
        state.setState(({ typed }) => ({
          folder,
          parent,
          // Hidden ones last: they are seldom meant, but model caches live there.
          entries: offered.toSorted((a, b) => Number(isHidden(a)) - Number(isHidden(b))),
          typed: typed === typedBefore ? folder : typed,
          selected: null,
          problem: null,
          isLoading: false,
        }))
        memory.setItem(folderKey, folder)
      }
      return { located: { kind: 'folder', path: folder, entries } }
    } catch (error) {
      return { error, isLatest: turn === latest }
    }
  }

  function tellProblem(error: unknown): void {
    state.setState({ problem: describeError(error)?.message ?? null, isLoading: false })
  }

  return {
    state,
    async openFirst() {
      const typedBefore = state.getState().typed
      let shown = await show(remembered, typedBefore)
      // The remembered folder may be gone; then the home folder is a better start than an error, unless the person has gone on already.
      if ('error' in shown && shown.isLatest && remembered !== null) shown = await show(null, typedBefore)
      if ('error' in shown && shown.isLatest) tellProblem(shown.error)
    },
    async go(path) {
      const shown = await show(path, state.getState().typed)
      if ('located' in shown) return shown.located
      const { error, isLatest } = shown
      const isFile = isAppError(error, 'file.failed') && error.data.systemCode === 'ENOTDIR'
      const problem = isFile && request.kind !== 'open-file' ? text.isFile(path) : null
      if (isFile && isLatest) state.setState({ problem, isLoading: false })
      else if (isLatest) tellProblem(error)
      return isFile ? { kind: 'file', path } : null
    },
    type: (typed) => state.setState({ typed, problem: null }),
    select: (selected) => state.setState({ selected }),
  }
}

/** The entry of this name, as file systems that do not tell capitals from small letters see it. */
export function findEntry(entries: readonly Entry[], name: string): Entry | undefined {
  return entries.find((entry) => entry.name === name) ?? entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase())
}

function isOffered(entry: Entry, { kind, extensions }: PickPathRequest): boolean {
  if (entry.kind === 'folder') return true
  if (kind === 'open-folder') return false
  return (
    extensions.length === 0 || extensions.some((extension) => entry.name.toLowerCase().endsWith(`.${extension.toLowerCase()}`))
  )
}

function isHidden(entry: Entry): boolean {
  return entry.name.startsWith('.')
}
