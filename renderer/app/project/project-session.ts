import type { Project } from '#contracts/dataset'
import { isAppError } from '#contracts/errors'
import type { WorkbenchClient } from '#contracts/workbench'
import { client } from '../connection/client.ts'
import { describeError } from '../notices/errors.ts'
import { dismissProjectNotices, notify, reportError } from '../notices/notify.ts'
import { fileNameOf } from '../path-picker/host-path.ts'
import { updateSettings } from '../settings/settings-store.ts'
import { navigate } from '../shell/navigation.ts'
import { text } from './text.ts'

/** An engine that ends this soon after a project was opened again may have ended because of it. */
const suspicionMs = 30_000

let lastReopened: { folder: string; atMs: number } | null = null

/** Calls of this page under way that open or close a project. The engine tells of the change before it answers them. */
let switching = 0

async function switchProject<T>(call: () => Promise<T>): Promise<T> {
  switching++
  try {
    return await call()
  } finally {
    switching--
  }
}

/**
 * Passes on which project is open, and tells the person when another window closed the one on the screen or opened another instead. The
 * engine has none open between two, so the second is told after the first and in its place.
 */
export async function* announceSwitches(states: AsyncIterable<Project | null>): AsyncGenerator<Project | null> {
  let shown: Project | null = null
  let lost: Project | null = null
  for await (const state of states) {
    const isOther = state !== null && state.folder !== shown?.folder
    if (isOther) dismissProjectNotices()
    if (switching > 0) lost = null
    else if (shown && shown.folder !== state?.folder) lost = shown
    if (lost && (isOther || state === null) && state?.folder !== lost.folder) tellClosed(lost, state)
    if (state) lost = null
    shown = state
    yield state
  }
}

function tellClosed({ folder, name }: Project, instead: Project | null): void {
  notify({
    title: text.closed(name),
    message: instead ? text.replacedElsewhere(instead.name) : text.closedElsewhere,
    action: { label: text.openAgain, run: () => void openProject(folder) },
    untilProject: instead === null,
  })
}

/** Opens a project and remembers it for the next start. Failures are reported to the person. */
export async function openProject(folder: string): Promise<void> {
  try {
    const opened = await switchProject(() => client.dataset.openProject({ folder }))
    await updateSettings({ project: { folder: opened.folder } })
  } catch (error) {
    reportError(error, () => void openProject(folder))
  }
}

/** Opens the sample project, which is made where it is not there, and remembers it for the next start. Failures are reported to the person. */
export async function openSample(): Promise<void> {
  try {
    const opened = await switchProject(() => client.sample.open())
    await updateSettings({ project: { folder: opened.folder } })
  } catch (error) {
    reportError(error, () => void openSample())
  }
}

/** Makes a project, which is then open, and remembers it for the next start. Fails as `dataset.createProject` does. */
export async function createProject(project: { folder: string; name: string }): Promise<void> {
  const created = await switchProject(() => client.dataset.createProject(project))
  await updateSettings({ project: { folder: created.folder } })
}

/** Closes the project in this folder; the next start is without one. Failures are reported to the person. */
export async function closeProject(folder: string): Promise<void> {
  try {
    await switchProject(() => client.dataset.closeProject({ project: folder }))
    await updateSettings({ project: { folder: null } })
  } catch (error) {
    reportError(error)
  }
}

/**
 * Opens the project of last time in an engine that has just been reached and has none open: at the start, and after the engine was
 * started again. What stands against that is told to the person, and the workbench goes on without a project. Fails only when the
 * engine goes away meanwhile.
 */
export async function reopenProject(engine: WorkbenchClient, signal: AbortSignal): Promise<void> {
  const settings = await readFirst(await engine.settings.watch(undefined, { signal }))
  const folder = settings?.project.folder ?? null
  if (folder === null || (await readFirst(await engine.dataset.watchProject(undefined, { signal })))) return
  const tryAgain = { label: text.tryAgain, run: () => void openProject(folder) }
  const nowMs = Date.now()
  if (lastReopened?.folder === folder && nowMs - lastReopened.atMs < suspicionMs) {
    // A project that brings the engine down must not do so for ever.
    tell(folder, { message: text.stoppedEngine(folder), action: tryAgain })
    return
  }
  lastReopened = { folder, atMs: nowMs }
  try {
    await engine.dataset.openProject({ folder }, { signal })
  } catch (error) {
    const words = describeError(error)
    if (isAppError(error, 'connection.lost') || !words) throw error
    const { details, canRetry } = words
    const message = canRetry ? words.message : `${words.message} ${text.without}`
    const goToData = { label: text.goToData, run: () => navigate('data') }
    tell(folder, { message, details, action: canRetry ? tryAgain : goToData })
    // It would fail in the same way at every start.
    if (!canRetry) await updateSettings({ project: { folder: null } })
  }
}

function tell(folder: string, notice: Omit<Parameters<typeof notify>[0], 'title' | 'tone'>): void {
  notify({ tone: 'error', untilProject: true, title: text.failed(fileNameOf(folder)), ...notice })
}

/** The first item of a stream, which is then left. */
async function readFirst<T>(stream: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of stream) return item
  return undefined
}
