import { z } from 'zod'

/**
 * Which document of its project: 0, 1, 2 … in the order of import, never used again for another, and so also the place of its values in every
 * column.
 */
export const documentId = z.number().int().min(0).brand<'DocumentId'>()
export type DocumentId = z.infer<typeof documentId>
