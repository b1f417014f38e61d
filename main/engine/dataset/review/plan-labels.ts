import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { DocumentId } from '#contracts/dataset'
import { formatPlural } from '#contracts/format-quantity'
import type { LabelVerdict } from '#contracts/label'
import { toDocumentId } from '../documents/document-id.ts'
import { toLabelCode } from './label-column.ts'
import type { LabelEdit } from './label-edit.ts'
import type { Labels } from './labels.ts'
import type { FieldValue, LabelOrigin } from './review-store.ts'
import { isAmong } from './select-documents.ts'

/** Documents handled before other work gets its turn. */
const sliceLength = 1 << 18

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

/** Gives way to other work, as there may be ten million. */
async function filterIds(ids: Uint32Array, isWanted: (id: number) => boolean): Promise<Uint32Array> {
  const wanted = new Uint32Array(ids.length)
  let length = 0
  for (let start = 0; start < ids.length; start += sliceLength) {
    for (const id of ids.subarray(start, start + sliceLength)) if (isWanted(id)) wanted[length++] = id
    await setImmediate()
  }
  return wanted.slice(0, length)
}

function createOrigin({ store }: Labels, recipe: string): LabelOrigin {
  return { id: store.nextOriginId(), createdAt: Date.now(), recipe }
}

/** Taking the notes of these documents away. */
function listNotes({ store }: Labels, ids: Uint32Array): FieldValue[] {
  return store
    .listNotedIds()
    .filter((id) => isAmong(ids, id))
    .map((id) => ({ documentId: toDocumentId(id), field: 'note', value: null }))
}
