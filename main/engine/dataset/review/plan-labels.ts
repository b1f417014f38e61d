import { hash } from 'node:crypto'
import type { DocumentId } from '#contracts/dataset'
import { formatPlural } from '#contracts/format-quantity'
import type { LabelVerdict } from '#contracts/label'
import { findNumber } from '../../platform/find-first-place.ts'
import { toDocumentId } from '../documents/document-id.ts'
import { filterIds } from '../signals/select-documents.ts'
import { toLabelCode } from './label-column.ts'
import type { LabelEdit } from './label-edit.ts'
import type { Labels } from './labels.ts'
import type { FieldValue, LabelOrigin } from './review-store.ts'

/** Tells recipes apart: the first digits of the hash of the text. */
export function toRecipeVersion(recipeText: string): string {
  return hash('sha256', recipeText).slice(0, 16)
}

/**
 * What labels documents alike. Those that have the verdict already are left as they are; null takes verdicts and notes away. `ids` are
 * ascending.
 */
export async function planLabel(
  labels: Labels,
  { ids, verdict, recipe }: { ids: Uint32Array; verdict: LabelVerdict | null; recipe: string },
): Promise<LabelEdit> {
  const { column } = labels
  const code = toLabelCode(verdict)
  const isOther = (id: number) => (verdict === null ? column.originOf(id) !== 0 : column.verdictOf(id) !== code)
  const changed = await filterIds(ids, isOther)
  const origin = verdict === null ? null : createOrigin(labels, recipe)
  const count = formatPlural(changed.length, 'document')
  return {
    title: verdict === null ? `Take the label off ${count}` : `Label ${count} as ${verdict}`,
    ids: changed,
    verdicts: new Uint8Array(changed.length).fill(code),
    origins: new Uint32Array(changed.length).fill(origin?.id ?? 0),
    newOrigins: origin ? [origin] : [],
    values: verdict === null ? listNotes(labels, changed) : [],
  }
}

/** What replaces the note of a document. Null when it says so already. */
export function planNote(labels: Labels, note: { id: DocumentId; text: string; recipe: string }): LabelEdit | null {
  const { id, text, recipe } = note
  if (labels.store.readNote(id) === text) return null
  const code = labels.column.verdictOf(id)
  const origin = text === '' && code === 0 ? null : createOrigin(labels, recipe)
  return {
    title: text === '' ? 'Take a note away' : 'Write a note',
    ids: Uint32Array.of(id),
    verdicts: Uint8Array.of(code),
    origins: Uint32Array.of(origin?.id ?? 0),
    newOrigins: origin ? [origin] : [],
    values: [{ documentId: id, field: 'note', value: text === '' ? null : text }],
  }
}

function createOrigin({ store }: Labels, recipe: string): LabelOrigin {
  return { id: store.nextOriginId(), createdAt: Date.now(), recipe }
}

/** Taking the notes of these documents away. */
function listNotes({ store }: Labels, ids: Uint32Array): FieldValue[] {
  return store
    .listNotedIds()
    .filter((id) => findNumber(ids, id) !== null)
    .map((id) => ({ documentId: toDocumentId(id), field: 'note', value: null }))
}
