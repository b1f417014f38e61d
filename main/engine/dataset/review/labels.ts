import { setImmediate } from 'node:timers/promises'
import type { DocumentId } from '#contracts/dataset'
import type { Label, LabelVerdict } from '#contracts/label'
import type { ReviewState } from '#contracts/review'
import { createTurns } from '../../platform/turns.ts'
import { toDocumentId } from '../documents/document-id.ts'
import type { OpenProject } from '../project/project.ts'
import { applyPatch, chunkLength, type LabelEntries, type LabelPatch, packChunk, packPatch, unpackPatch } from './label-chunk.ts'
import { type LabelColumn, labelOfCode, loadLabelColumn } from './label-column.ts'
import { type LabelEdit, listPatches } from './label-edit.ts'
import { createMetadataBatches, type MetadataEdit } from './metadata-batches.ts'
import { createReviewStore, type FieldValue, type ReviewStore, type StoredChange } from './review-store.ts'

/** The first document that a change touched; null when it changed nothing. */
type Touched = DocumentId | null

/** The labels of one open project, in memory and stored, with the history of edits. Changes happen one after the other. */
export interface Labels {
  state(): ReviewState
  readonly column: Pick<LabelColumn, 'verdicts' | 'verdictOf' | 'originOf' | 'chunkRevision'>
  readonly store: Pick<ReviewStore, 'findOrigin' | 'nextOriginId' | 'readNote' | 'listNotedIds'>
  verdictOf(documentId: DocumentId): LabelVerdict | null
  find(documentId: DocumentId): Label | null
  /** Plans a change when those before it are done, and does it. A plan of null, or of nothing, changes nothing. */
  edit(plan: () => LabelEdit | null | Promise<LabelEdit | null>): Promise<Touched>
  /** As `edit`, for metadata of any number of documents. Aborting takes back what was done. */
  editMetadata(plan: () => Promise<MetadataEdit>, signal?: AbortSignal): Promise<Touched>
  /** Takes the last edit back or does the next one again. */
  step(direction: 'undo' | 'redo'): Promise<Touched>
}

interface ChangedChunk {
  chunkIndex: number
  entries: LabelEntries
  packed: Uint8Array
  inverse: Uint8Array
}

/** A few notes or metadata are changed in one transaction; more would keep other work waiting. */
const maxValuesInOneGo = 500

/** `onDidChange` is called after every change, when it is stored. */
export async function openLabels(project: OpenProject, onDidChange: () => void): Promise<Labels> {
  const column = await loadLabelColumn(project.reader)
  const store = createReviewStore(project.database)
  const { database, assertInPlace } = project
  const batches = createMetadataBatches({ database, store, assertInPlace })
  await batches.settle()
  const turns = createTurns()
  let revision = 0

  /** What happened is told however it ended: what was broken off was done for a while. */
  async function tellAfter(touch: () => Promise<Touched>): Promise<Touched> {
    try {
      return await touch()
    } finally {
      revision++
      onDidChange()
    }
  }

  /** Stores what all patches and values come to in one transaction; only then it holds in memory. */
  async function apply(
    { patches, values }: { patches: Iterable<{ chunkIndex: number; patch: LabelPatch }>; values: readonly FieldValue[] },
    record: (inverse: StoredChange) => void,
  ): Promise<Touched> {
    const changed: ChangedChunk[] = []
    let first = Math.min(...values.slice(0, 1).map(({ documentId }) => documentId))
    for (const { chunkIndex, patch } of patches) {
      const entries = column.copyChunk(chunkIndex)
      const inverse = applyPatch(entries, patch)
      changed.push({ chunkIndex, entries, packed: packChunk(entries), inverse: packPatch(inverse) })
      first = Math.min(first, chunkIndex * chunkLength + (patch.places[0] ?? 0))
      // Compressing takes some milliseconds.
      await setImmediate()
    }
    project.assertInPlace()
    const commit = project.database.transaction(() => {
      for (const { chunkIndex, packed } of changed) store.setChunk(chunkIndex, packed)
      const inverse = changed.map((each) => ({ chunkIndex: each.chunkIndex, zstd: each.inverse }))
      record({ patches: inverse, values: store.swapValues(values) })
    })
    commit.immediate()
    for (const { chunkIndex, entries } of changed) column.setChunk(chunkIndex, entries)
    revision++
    onDidChange()
    return Number.isFinite(first) ? toDocumentId(first) : null
  }

  function verdictOf(documentId: DocumentId): LabelVerdict | null {
    const label = labelOfCode[column.verdictOf(documentId)] ?? 'none'
    return label === 'none' ? null : label
  }

  return {
    column,
    store,
    state() {
      const { undoTitle, redoTitle } = store.readPosition()
      const toStep = (title: string | null) => (title === null ? null : { title })
      return { revision, counts: column.counts, undo: toStep(undoTitle), redo: toStep(redoTitle) }
    },
    verdictOf,
    find(documentId) {
      const origin = store.findOrigin(column.originOf(documentId))
      if (!origin) return null
      const { createdAt, recipe } = origin
      const note = store.readNote(documentId)
      return { verdict: verdictOf(documentId), note, labelledAt: createdAt, recipe }
    },
    edit: (plan) =>
      turns.take('edit', async () => {
        const edit = await plan()
        if (!edit || (edit.ids.length === 0 && edit.values.length === 0)) return null
        return apply({ patches: listPatches(edit), values: edit.values }, (inverse) => {
          for (const origin of edit.newOrigins) store.addOrigin(origin)
          store.append(edit.title, inverse)
        })
      }),
    editMetadata: (plan, signal) =>
      turns.take('edit', async () => {
        const edit = await plan()
        return edit.ids.length === 0 ? null : tellAfter(() => batches.change(edit, signal))
      }),
    step: (direction) =>
      turns.take('edit', async () => {
        const { current, previous, next } = store.readPosition()
        const editId = direction === 'undo' ? current : next
        if (editId === null || editId === 0) return null
        const { values: valueCount, isOfValues } = store.countValues(editId)
        if (isOfValues && valueCount > maxValuesInOneGo) {
          return tellAfter(() => batches.swap({ editId, current: direction === 'undo' ? previous : editId }))
        }
        const { patches, values } = store.readChange(editId)
        const unpacked = patches.map(({ chunkIndex, zstd }) => ({ chunkIndex, patch: unpackPatch(zstd) }))
        return apply({ patches: unpacked, values }, (inverse) =>
          store.move({ current: direction === 'undo' ? previous : editId, editId, inverse }),
        )
      }),
  }
}
