import { AppError } from '#contracts/errors'
import type { Cut } from '#contracts/recipe'
import type { Preview, PreviewRequest, SignalRange } from '#contracts/tuning'
import type { Decisions } from '../dataset/decisions.ts'
import { countHits, findHits, markKept } from './decisions.ts'
import { createDerivedColumns } from './derived-columns.ts'
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
 * Keeps what it derived from the open project's columns as long as they are the same: new values of one signal cost what belongs to that
 * signal.
 */
export function createTuning(options: { project: () => SignalColumns | null | undefined }): Tuning {
  const derived = createDerivedColumns()

  function begin(): { project: SignalColumns; session: TuningSession } {
    const project = options.project()
    if (project) return { project, session: createTuningSession(project, derived) }
    throw new AppError('project.not-open', 'Thresholds need an open project. Open or create one first.', {})
  }

  return {
    ranges: async (signal) => begin().session.ranges(signal),
    preview: async (request, signal) => begin().session.preview(request, signal),
    decide(cuts) {
      const { project, session } = begin()
      return {
        cuts,
        countHits: async (signal) => countHits(project.documentCount, await session.loadCutColumns(cuts, signal)),
        kept: async (signal) => markKept(project.documentCount, await session.loadCutColumns(cuts, signal)),
        async hits(documentId, signal) {
          if (!(documentId >= 0 && documentId < project.documentCount)) {
            throw new AppError('document.not-found', `The project has no document ${documentId}.`, { documentId })
          }
          return findHits(documentId, await session.loadCutColumns(cuts, signal))
        },
      }
    },
  }
}
