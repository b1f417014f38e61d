import type { DocumentId } from '#contracts/dataset'
import type { LabelEdit } from './label-edit.ts'

type Metadata = Record<string, unknown>

/** One value of a document's metadata; null takes it away. */
export interface MetadataChange {
  documentId: DocumentId
  key: string
  value: string | null
}

/** What changes one value of a document's metadata. Null when it says so already. */
export function planMetadata(before: Metadata | null, { documentId, key, value }: MetadataChange): LabelEdit | null {
  const stored = changeMetadata(before, key, value)
  if (stored === (before && JSON.stringify(before))) return null
  return {
    title: value === null ? `Take ${key} out of the metadata` : `Set ${key} in the metadata`,
    ids: new Uint32Array(),
    verdicts: new Uint8Array(),
    origins: new Uint32Array(),
    newOrigins: [],
    values: [{ documentId, field: 'metadata', value: stored }],
  }
}

/** Metadata with another value under a key, as they are stored; null where nothing is left. */
export function changeMetadata(before: Metadata | null, key: string, value: string | null): string | null {
  // Without a prototype: a key may be called `__proto__`.
  const after: Metadata = Object.assign(Object.create(null), before)
  if (value === null) delete after[key]
  else after[key] = readValue(value, before && Object.hasOwn(before, key) ? before[key] : undefined)
  return Object.keys(after).length === 0 ? null : JSON.stringify(after)
}

/** What was a number, a list or the like stays one when the new text can be read as JSON; all else is text. */
function readValue(text: string, before: unknown): unknown {
  if (before === undefined || typeof before === 'string') return text
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return text
  }
}
