import { isUtf8 } from 'node:buffer'
import type { OutgoingDocument } from './outgoing-document.ts'

/** How many documents of a kind were written, and the size of their texts in bytes. */
export interface TallyEntry {
  documents: number
  sizeBytes: number
}

/** What was written, for the manifest and the card: all of it, never a sample. */
export interface ExportTally extends TallyEntry {
  /** Documents whose text is not UTF-8, and stands there with replacement characters. */
  lossyDocuments: number
  /** Documents in which placeholders stand for what steps found, and how many. */
  maskedDocuments: number
  maskedPlaces: number
  /** By name, largest first. */
  languages: [string, TallyEntry][]
  /** Null for documents without one. */
  licences: [string | null, TallyEntry][]
  sources: { id: number; name: string; licences: [string | null, TallyEntry][] }[]
}

export function createTally() {
  const total = { documents: 0, sizeBytes: 0 }
  let lossyDocuments = 0
  let maskedDocuments = 0
  let maskedPlaces = 0
  const languages = createCounts<string>()
  const licences = createCounts<string | null>()
  const sources = new Map<number, { name: string; licences: ReturnType<typeof createCounts<string | null>> }>()
  return {
    /** `places` counts what was replaced in the text. */
    add({ bytes, language, licence, source, sourceId }: OutgoingDocument, places = 0): void {
      total.documents++
      total.sizeBytes += bytes.length
      if (!isUtf8(bytes)) lossyDocuments++
      if (places > 0) maskedDocuments++
      maskedPlaces += places
      languages.add(language, bytes.length)
      licences.add(licence, bytes.length)
      const ofSource = sources.get(sourceId) ?? { name: source, licences: createCounts<string | null>() }
      ofSource.licences.add(licence, bytes.length)
      sources.set(sourceId, ofSource)
    },
    get(): ExportTally {
      return {
        ...total,
        lossyDocuments,
        maskedDocuments,
        maskedPlaces,
        languages: languages.list(),
        licences: licences.list(),
        sources: [...sources].map(([id, each]) => ({ id, name: each.name, licences: each.licences.list() })),
      }
    },
  }
}

function createCounts<Key>() {
  const entries = new Map<Key, TallyEntry>()
  return {
    add(key: Key, sizeBytes: number): void {
      const entry = entries.get(key) ?? { documents: 0, sizeBytes: 0 }
      entry.documents++
      entry.sizeBytes += sizeBytes
      entries.set(key, entry)
    },
    list: () => [...entries].sort(([, one], [, other]) => other.documents - one.documents || other.sizeBytes - one.sizeBytes),
  }
}
