import { statSync } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Project, RecentProject } from '#contracts/dataset'
import { AppError, isAppError } from '#contracts/errors'
import { findTextPath } from '../../platform/byte-path.ts'
import { describeNoFolder, findSystemCode, toFileError } from '../../platform/file-error.ts'
import type { Log } from '../../platform/log.ts'
import { makeFolder } from '../../platform/make-folder.ts'
import { createObservable, type Observable } from '../../platform/observable.ts'
import { type ClosableProject, openProject } from './open-project.ts'
import type { OpenProject } from './project.ts'
import { createProjectFile, getProjectFile } from './project-file.ts'
import { lockProject } from './project-lock.ts'
import { createRecentProjects } from './recent-projects.ts'

/** The one project that is open, or none. */
export interface Projects {
  /** Set at every opening and closing, but not when the project itself changes. */
  readonly current: Observable<OpenProject | null>
  /** What the interface shows of it, at every change of the project too. */
  readonly state: Observable<Project | null>
  /**
   * Fails with `project.not-open` when there is none, or another than the one that is meant (its folder; null takes any). `attempt` completes
   * "Open a project to …".
   */
  getOpen(attempt: string, meant?: string | null): OpenProject
  /** Calls back right before a project closes and waits for it, so that work on it can stop. */
  onWillClose(listener: (project: OpenProject) => Promise<void>): void
  create(folder: string, name: string): Promise<Project>
  open(folder: string): Promise<Project>
  /** Fails as `getOpen` does when another project is open than the one that is meant; null takes any, also none. */
  close(meant?: string | null): Promise<void>
  listRecent(): Promise<RecentProject[]>
  [Symbol.asyncDispose](): Promise<void>
}

export function createProjects({ userDataFolder, log }: { userDataFolder: string; log: Log }): Projects {
  const current = createObservable<OpenProject | null>(null)
  const state = createObservable<Project | null>(null)
  const recent = createRecentProjects({ userDataFolder, log })
  const listeners: ((project: OpenProject) => Promise<void>)[] = []
  let open: { project: ClosableProject; following: AbortController } | null = null
  // Opening and closing wait for each other: two windows may ask at once.
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = last.then(action)
    // Whoever asked hears of a failure; the next in line only waits.
    last = result.catch(() => undefined)
    return result
  }

  async function closeOpen(): Promise<void> {
    if (!open) return
    const { project, following } = open
    // Nobody gets hold of the project any more; then those who work on it stop.
    open = null
    following.abort()
    current.set(null)
    state.set(null)
    for (const listener of listeners) await listener(project)
    await project[Symbol.asyncDispose]()
  }

  async function openFolder(folder: string): Promise<Project> {
    const real = await findRealFolder(folder)
    if (open?.project.folder === real) return open.project.state.get()
    const project = openProject({ folder: real, log })
    await closeOpen()
    const following = new AbortController()
    open = { project, following }
    state.set(project.state.get())
    current.set(project)
    void follow(project, following.signal)
    await recent.add(project.state.get())
    return project.state.get()
  }

  async function follow(project: OpenProject, signal: AbortSignal): Promise<void> {
    for await (const value of project.state.watch(signal)) {
      if (signal.aborted) return
      state.set(value)
    }
  }

  function getOpen(attempt: string, meant: string | null = null): OpenProject {
    const project = current.get()
    if (project && (meant === null || meant === project.folder)) return project
    if (meant !== null) {
      const instead = project ? `${project.folder} is open instead` : 'no project is'
      throw new AppError('project.not-open', `${meant} is no longer open, ${instead}. Open it again to ${attempt}.`, {})
    }
    throw new AppError('project.not-open', `No project is open. Open or create a project to ${attempt}.`, {})
  }

  return {
    current,
    state,
    getOpen,
    onWillClose: (listener) => {
      listeners.push(listener)
    },
    create: (folder, name) =>
      inTurn(async () => {
        const wanted = getTextFolder(folder, 'created')
        await prepareFolder(wanted)
        const real = await realpath(wanted)
        {
          using _lock = lockProject(real)
          createProjectFile(getProjectFile(real), name)
        }
        return openFolder(real)
      }),
    open: (folder) => inTurn(() => openFolder(getTextFolder(folder, 'opened'))),
    close: (meant = null) =>
      // Asked in its turn, after an opening that came before it.
      inTurn(async () => {
        if (meant !== null) getOpen('close it', meant)
        await closeOpen()
      }),
    listRecent: recent.list,
    [Symbol.asyncDispose]: () => inTurn(closeOpen),
  }
}

/** A project's folder goes to SQLite, which takes no path that is not UTF-8. `attempt` completes "A project cannot be …". */
function getTextFolder(folder: string, attempt: 'created' | 'opened'): string {
  const text = findTextPath(resolve(folder))
  if (text !== null) return text
  const reason = 'its path has bytes that are not UTF-8, and no database can be there; choose or rename the folder'
  throw new AppError('input.invalid', `A project cannot be ${attempt} in ${folder}: ${reason}.`, { field: 'folder', reason })
}

async function findRealFolder(folder: string): Promise<string> {
  const file = getProjectFile(folder)
  try {
    statSync(file)
    return await realpath(folder)
  } catch (error) {
    const failure = toFileError(error, file, 'Opening the project')
    if (!isAppError(failure, 'file.not-found')) throw failure
    const message = `${folder} holds no project: there is no project.sqlite in it.`
    throw new AppError('project.not-found', message, { folder }, { cause: error })
  }
}

/** What remains when the process was killed while it created a project here. */
const leftOvers = /^project\.(sqlite\.new|sqlite-lock|lock)/

/** Makes the folder, or sees that it is empty. */
async function prepareFolder(folder: string): Promise<void> {
  const refuse = (reason: string, cause?: unknown) =>
    new AppError('input.invalid', `A project cannot be created in ${folder}: ${reason}.`, { field: 'folder', reason }, { cause })
  try {
    await makeFolder(folder)
    const names = await readdir(folder)
    if (names.includes('project.sqlite')) throw refuse('there is a project in it already; open that one')
    if (names.some((each) => !leftOvers.test(each))) throw refuse('the folder is not empty')
  } catch (error) {
    const code = findSystemCode(error)
    const isFileThere = code === 'EEXIST' || code === 'ENOTDIR'
    if (isFileThere) throw refuse(describeNoFolder(folder, 'ENOTDIR') ?? 'there is a file of this name', error)
    throw toFileError(error, folder, 'Creating the project')
  }
}
