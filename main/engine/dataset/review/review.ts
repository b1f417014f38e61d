import { setImmediate } from 'node:timers/promises'
import type { DocumentId, DocumentQuery } from '#contracts/dataset'
import { AppError } from '#contracts/errors'
import { formatCount, formatPlural } from '#contracts/format-quantity'
import type { LabelVerdict } from '#contracts/label'
import type { ReviewState } from '#contracts/review'
import type { DocumentBrowser } from '../documents/document-browser.ts'
import type { OpenProject } from '../project/project.ts'
import type { Projects } from '../project/projects.ts'
import { labelOfCode } from './label-column.ts'
import type { LabelEdit } from './label-edit.ts'
import type { Labels } from './labels.ts'
import { planLabel, planNote, toRecipeVersion } from './plan-labels.ts'
import { type MetadataChange, planMetadata } from './plan-metadata.ts'
import type { ProjectLabels } from './project-labels.ts'

/** What people say of the open project's documents. `project` is the folder of the one that is meant, null any. */
export interface Review {
  setLabel(request: { documentIds: readonly DocumentId[]; verdict: LabelVerdict | null } & Meant): Promise<ReviewChange>
  setNote(request: { documentId: DocumentId; note: string } & Meant): Promise<ReviewChange>
  setMetadata(request: MetadataChange & Meant): Promise<ReviewChange>
  countAll(query: DocumentQuery, signal?: AbortSignal): Promise<LabelledCounts>
  labelAll(request: LabelAllRequest & Meant, signal?: AbortSignal): Promise<ReviewChange>
  setMetadataAll(request: MetadataAllRequest & Meant, signal?: AbortSignal): Promise<ReviewChange>
  step(direction: 'undo' | 'redo', project: string | null): Promise<ReviewChange>
}

interface Meant {
  project: string | null
}

export interface ReviewChange {
  state: ReviewState
  documentId: DocumentId | null
}

export interface LabelledCounts extends Record<LabelVerdict, number> {
  documents: number
  notes: number
}

export interface LabelAllRequest {
  query: DocumentQuery
  verdict: LabelVerdict | null
  /** How many documents a person was told that match. */
  documents: number
}

export interface MetadataAllRequest extends Pick<LabelAllRequest, 'query' | 'documents'> {
  key: string
  /** Null takes it away. */
  value: string | null
}

export function createReview(options: {
  projects: Pick<Projects, 'getOpen'>
  labels: ProjectLabels
  browser: Pick<DocumentBrowser, 'select'>
  getRecipeText: () => string
}): Review {
  const { projects, browser } = options
  const getRecipe = () => toRecipeVersion(options.getRecipeText())

  async function change(
    project: OpenProject,
    plan: (labels: Labels) => LabelEdit | null | Promise<LabelEdit | null>,
  ): Promise<ReviewChange> {
    const labels = await options.labels.load(project)
    const documentId = await labels.edit(() => plan(labels))
    return { state: labels.state(), documentId }
  }

  return {
    setLabel({ documentIds, verdict, project }) {
      const open = projects.getOpen('label its documents', project)
      for (const id of documentIds) assertDocument(open, id)
      const ids = Uint32Array.from(new Set(documentIds)).sort()
      return change(open, (labels) => planLabel(labels, { ids, verdict, recipe: getRecipe() }))
    },
    setNote({ documentId, note, project }) {
      const open = projects.getOpen('write a note', project)
      assertDocument(open, documentId)
      return change(open, (labels) => planNote(labels, { id: documentId, text: note, recipe: getRecipe() }))
    },
    setMetadata({ project, ...request }) {
      const open = projects.getOpen('change metadata', project)
      assertDocument(open, request.documentId)
      return change(open, () => planMetadata(open.readDocument(request.documentId).metadata, request))
    },
    async countAll(query, signal) {
      const labels = await options.labels.load(projects.getOpen('count its labels'))
      return countLabels(labels, await browser.select({ query, sort: null }, signal))
    },
    labelAll({ query, verdict, documents, project }, signal) {
      return change(projects.getOpen('label its documents', project), async (labels) => {
        const ids = await browser.select({ query, sort: null }, signal)
        if (ids.length !== documents)
          throw refuseCount({ matching: ids.length, agreed: documents, nothing: 'Nothing was labelled' })
        return planLabel(labels, { ids, verdict, recipe: getRecipe() })
      })
    },
    async setMetadataAll({ query, documents, project, ...change }, signal) {
      const labels = await options.labels.load(projects.getOpen('change metadata', project))
      const documentId = await labels.editMetadata(async () => {
        const ids = await browser.select({ query, sort: null }, signal)
        if (ids.length !== documents)
          throw refuseCount({ matching: ids.length, agreed: documents, nothing: 'Nothing was changed' })
        return { ...change, ids }
      }, signal)
      return { state: labels.state(), documentId }
    },
    async step(direction, project) {
      const labels = await options.labels.load(projects.getOpen(`${direction} a change of labels`, project))
      const documentId = await labels.step(direction)
      return { state: labels.state(), documentId }
    },
  }
}

/** Documents handled before other work gets its turn. */
const sliceLength = 1 << 18

function assertDocument({ documentCount }: OpenProject, documentId: DocumentId): void {
  if (documentId < documentCount) return
  throw new AppError('document.not-found', `The project has no document ${documentId}.`, { documentId })
}

async function countLabels({ column, store }: Labels, ids: Uint32Array): Promise<LabelledCounts> {
  const counts = { documents: ids.length, keep: 0, drop: 0, unsure: 0, notes: 0 }
  const noted = new Set(store.listNotedIds())
  for (let start = 0; start < ids.length; start += sliceLength) {
    for (const id of ids.subarray(start, start + sliceLength)) {
      const label = labelOfCode[column.verdictOf(id)] ?? 'none'
      if (label !== 'none') counts[label]++
      if (noted.size > 0 && noted.has(id)) counts.notes++
    }
    await setImmediate()
  }
  return counts
}

function refuseCount({ matching, agreed, nothing }: { matching: number; agreed: number; nothing: string }): AppError {
  const reason = `${formatPlural(matching, 'document matches', 'documents match')} now, not ${formatCount(agreed)}`
  const message = `${nothing}: ${reason}. Look at them and try again.`
  return new AppError('input.invalid', message, { field: 'documents', reason })
}
