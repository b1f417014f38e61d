import type { DocumentId } from '#contracts/dataset'
import { formatPlural } from '#contracts/format-quantity'
import { findNumber } from '../../platform/find-first-place.ts'
import { toDocumentId } from '../documents/document-id.ts'
import { selectDocuments } from '../signals/select-documents.ts'
import { toLabelCode } from './label-column.ts'
import type { LabelEdit } from './label-edit.ts'
import type { LabelLine } from './label-line.ts'
import type { Labels } from './labels.ts'
import type { LabelOrigin } from './review-store.ts'

/** Gathers what a file says of documents. A later line about the same document replaces an earlier one. */
export interface ImportedLabels {
  add(documentIds: readonly number[], line: LabelLine): void
  /** What brings it into the project. Documents of which the same is said already are left as they are. */
  plan(labels: Labels): Promise<LabelEdit>
}

/** In memory that depends on the number of documents alone, notes apart. `readAt` is the time of labels that have none of their own. */
export function createImportedLabels(documentCount: number, readAt: number): ImportedLabels {
  const verdicts = new Uint8Array(documentCount)
  /** The place in `saidAt` plus 1; 0 for documents of which nothing is said. */
  const places = new Uint32Array(documentCount)
  const saidAt: Omit<LabelOrigin, 'id'>[] = []
  const placeOf = new Map<string, number>()
  const notes = new Map<DocumentId, string>()

  function findPlace({ labelledAt, recipe }: LabelLine): number {
    const createdAt = labelledAt === null ? readAt : Date.parse(labelledAt)
    const key = `${createdAt} ${recipe}`
    const known = placeOf.get(key)
    if (known !== undefined) return known
    placeOf.set(key, saidAt.push({ createdAt, recipe }))
    return saidAt.length
  }

  return {
    add(documentIds, line) {
      const place = findPlace(line)
      for (const id of documentIds) {
        if (id >= documentCount) continue
        verdicts[id] = toLabelCode(line.label)
        places[id] = place
        if (line.note === '') notes.delete(toDocumentId(id))
        else notes.set(toDocumentId(id), line.note)
      }
    },
    async plan(labels) {
      const noted = new Set(labels.store.listNotedIds())
      const isNew = (id: DocumentId) =>
        labels.column.originOf(id) === 0 ||
        labels.column.verdictOf(id) !== verdicts[id] ||
        ((noted.has(id) || notes.has(id)) && labels.store.readNote(id) !== (notes.get(id) ?? ''))
      const ids = await selectDocuments(documentCount, (id) => places[id] !== 0 && isNew(toDocumentId(id)))
      const firstOrigin = labels.store.nextOriginId()
      return {
        title: `Import labels of ${formatPlural(ids.length, 'document')}`,
        ids,
        verdicts: Uint8Array.from(ids, (id) => verdicts[id] as number),
        origins: ids.map((id) => firstOrigin + (places[id] as number) - 1),
        newOrigins: saidAt.map((origin, index) => ({ ...origin, id: firstOrigin + index })),
        values: [...new Set([...noted, ...notes.keys()])]
          .map(toDocumentId)
          .filter((id) => findNumber(ids, id) !== null)
          .map((id) => ({ documentId: id, field: 'note', value: notes.get(id) ?? null })),
      }
    },
  }
}
