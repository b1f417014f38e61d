import type { DocumentId } from '#contracts/dataset'

/** Ids are dense, so the place of a value in a column is the id of its document. */
export function toDocumentId(place: number): DocumentId {
  return place as DocumentId
}
