import type { ReviewState } from '#contracts/review'
import type { Log } from '../../platform/log.ts'
import { createObservable, type Observable } from '../../platform/observable.ts'
import type { OpenProject } from '../project/project.ts'
import { type Labels, openLabels } from './labels.ts'

/** The labels of whichever project is open. */
export interface ProjectLabels extends Disposable {
  /** Of the open project, after every change. Null without one, and while its labels are being read. */
  readonly state: Observable<ReviewState | null>
  /** Reads them at the first call; later calls get the same. */
  load(project: OpenProject): Promise<Labels>
}

export function createProjectLabels(options: { current: Observable<OpenProject | null>; log: Log }): ProjectLabels {
  const { current, log } = options
  const state = createObservable<ReviewState | null>(null)
  const closing = new AbortController()
  let held: { project: OpenProject; labels: Promise<Labels> } | null = null

  function load(project: OpenProject): Promise<Labels> {
    if (held?.project === project) return held.labels
    const labels = openAndPublish(project)
    const mine = { project, labels }
    held = mine
    // A file that could not be read is tried again; whoever asked gets the failure.
    labels.catch(() => held === mine && clear())
    return labels
  }

  async function openAndPublish(project: OpenProject): Promise<Labels> {
    const publish = () => {
      if (held?.project === project) state.set(labels.state())
    }
    const labels = await openLabels(project, publish)
    publish()
    return labels
  }

  function clear(): void {
    held = null
    state.set(null)
  }

  async function follow(): Promise<void> {
    for await (const project of current.watch(closing.signal)) {
      if (held?.project !== project) clear()
      if (!project) continue
      try {
        await load(project)
      } catch (error) {
        // It was closed while they were being read: nobody works with them any more.
        if (current.get() !== project) continue
        // Damage. Whoever works with the labels meets the same and is told.
        log.warn('the labels of the project cannot be read', { folder: project.folder, reason: String(error) })
      }
    }
  }

  void follow()
  return { state, load, [Symbol.dispose]: () => closing.abort() }
}
