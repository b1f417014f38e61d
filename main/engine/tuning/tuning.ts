import { AppError } from '#contracts/errors'
import type { Cut } from '#contracts/recipe'
import type { Preview, PreviewRequest, SignalRange } from '#contracts/tuning'
import type { Decisions } from '../dataset/decisions.ts'
import { findHits, markKept } from './decisions.ts'
import type { SignalColumns } from './signal-columns.ts'
import { createTuningSession, type TuningSession } from './tuning-session.ts'

/** What cuts do to the open project. Every method fails with `project.not-open` when there is none. */
export interface Tuning {
  ranges(signal?: AbortSignal): Promise<SignalRange[]>
  preview(request: PreviewRequest, signal?: AbortSignal): Promise<Preview>
  /**
   * What cuts decide on the documents and values as they are now, whatever happens to the project afterwards. A cut on a signal that the
   * project lacks keeps everything.
   */
  decide(cuts: readonly Cut[]): Decisions
}

/**
 * Holds the open project's signals in memory from the first call on, and forgets them when the project, its documents or its values change.
 */
export function createTuning(options: { project: () => SignalColumns | null | undefined }): Tuning {
  let current: { project: SignalColumns; columnsRevision: number; session: TuningSession } | null = null

  function getSession(): TuningSession {
    const project = options.project()
    if (!project) {
      current = null
      throw new AppError('project.not-open', 'Thresholds need an open project. Open or create one first.', {})
    }
    if (current?.project !== project || current.columnsRevision !== project.columnsRevision) {
      current = { project, columnsRevision: project.columnsRevision, session: createTuningSession(project) }
    }
    return current.session
  }

  return {
    ranges: async (signal) => getSession().ranges(signal),
    preview: async (request, signal) => getSession().preview(request, signal),
    decide(cuts) {
      const session = getSession()
      return {
        kept: async (signal) => markKept(session.documentCount, await session.loadCutColumns(cuts, signal)),
        async hits(documentId, signal) {
          if (!(documentId >= 0 && documentId < session.documentCount)) {
            throw new AppError('document.not-found', `The project has no document ${documentId}.`, { documentId })
          }
          return findHits(documentId, await session.loadCutColumns(cuts, signal))
        },
      }
    },
  }
}
