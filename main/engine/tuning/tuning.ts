import { AppError } from '#contracts/errors'
import type { Rule } from '#contracts/rule'
import type { Preview, PreviewRequest, SignalRange } from '#contracts/tuning'
import type { Decisions } from '../dataset/decisions.ts'
import { createSharedLoads } from '../platform/shared-loads.ts'
import { listClusterMembers, listClusterPlaces } from './cluster-places.ts'
import { createDerivedColumns } from './derived-columns.ts'
import { findMasks } from './rules/find-masks.ts'
import type { ReadyRule } from './rules/ready-rule.ts'
import { countHits, markKept } from './rules/ready-rules.ts'
import type { RuleColumns } from './rules/rule-columns.ts'
import { createTuningSession, type FunnelStep, type TuningSession } from './tuning-session.ts'

/** What rules do to the open project. Every method fails with `project.not-open` when there is none. */
export interface Tuning {
  ranges(signal?: AbortSignal): Promise<SignalRange[]>
  preview(request: PreviewRequest, signal?: AbortSignal): Promise<Preview>
  /**
   * For each rule, in their order, what it drops and no rule before it does. `measures` have a number for each document, and 0 where they
   * end before. For a report: what a window shows while rules move is in the preview.
   */
  funnel(rules: readonly Rule[], measures: readonly ArrayLike<number>[], signal?: AbortSignal): Promise<FunnelStep[]>
  /**
   * What rules decide on the documents and values as they are now, whatever happens to the project afterwards. A rule on something that the
   * project lacks keeps everything.
   */
  decide(rules: readonly Rule[]): Decisions
}

/**
 * Keeps what it derived from the open project's columns as long as they are the same: new values of one signal cost what belongs to that
 * signal.
 */
export function createTuning(options: { project: () => RuleColumns | null | undefined }): Tuning {
  const derived = createDerivedColumns()

  function begin(): { project: RuleColumns; session: TuningSession } {
    const project = options.project()
    if (project) return { project, session: createTuningSession(project, derived) }
    throw new AppError('project.not-open', 'Thresholds need an open project. Open or create one first.', {})
  }

  return {
    ranges: async (signal) => begin().session.ranges(signal),
    preview: async (request, signal) => begin().session.preview(request, signal),
    funnel: async (rules, measures, signal) => begin().session.funnel(rules, measures, signal),
    decide(rules) {
      const { project, session } = begin()
      // An export asks about every document: the rules are looked up once.
      const loads = createSharedLoads<ReadyRule[]>(1)
      const loadReady = (signal?: AbortSignal) => loads.get('', (loading) => session.ready(rules, loading), signal)
      return {
        rules,
        async bounds(name, signal) {
          const ready = await loadReady(signal)
          return ready.find(({ bounds }) => bounds?.signal === name)?.bounds ?? null
        },
        masks: (ids, signal) => findMasks(rules, ids, project, signal),
        countHits: async (signal) => countHits(project.documentCount, await loadReady(signal), signal),
        kept: async (signal) => markKept(project.documentCount, await loadReady(signal), signal),
        hasDuplicates: (step) => project.hasDuplicates(step),
        clusterPlaces: (of, signal) => listClusterPlaces(project, of, signal),
        clusterMembers: (of, signal) => listClusterMembers(project, of, signal),
        async hits(documentId, signal) {
          if (!(documentId >= 0 && documentId < project.documentCount)) {
            throw new AppError('document.not-found', `The project has no document ${documentId}.`, { documentId })
          }
          const ready = await loadReady(signal)
          const hits = await Promise.all(ready.map((rule) => rule.explain(documentId)))
          return hits.filter((hit) => hit !== null)
        },
      }
    },
  }
}
