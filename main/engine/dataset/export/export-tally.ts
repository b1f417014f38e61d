import { isUtf8 } from 'node:buffer'
import type { LabelChoice } from '#contracts/label'
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
  /** By placeholder, the most frequent first. */
  masks: [string, number][]
  /** By name, largest first. */
  languages: [string, TallyEntry][]
  /** Null for documents without one. */
  licences: [string | null, TallyEntry][]
  /** What a person said of the documents, as far as anybody said something. */
  labels: [LabelChoice, TallyEntry][]
  sources: { id: number; name: string; licences: [string | null, TallyEntry][] }[]
}

export function createTally() {
  const total = { documents: 0, sizeBytes: 0 }
  let lossyDocuments = 0
  let maskedDocuments = 0
  const masks = new Map<string, number>()
  const languages = createCounts<string>()
  const licences = createCounts<string | null>()
  const labels = createCounts<LabelChoice>()
  const sources = new Map<number, { name: string; licences: ReturnType<typeof createCounts<string | null>> }>()
  return {
    /** `placeholders` are what stands in the text for what was replaced. */
    add(
      { bytes, language, licence, source, sourceId }: OutgoingDocument,
      { placeholders = [], label = 'none' }: { placeholders?: readonly string[]; label?: LabelChoice } = {},
    ): void {
      total.documents++
      total.sizeBytes += bytes.length
      if (!isUtf8(bytes)) lossyDocuments++
      if (placeholders.length > 0) maskedDocuments++
      for (const placeholder of placeholders) masks.set(placeholder, (masks.get(placeholder) ?? 0) + 1)
      labels.add(label, bytes.length)
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
        maskedPlaces: masks.values().reduce((sum, count) => sum + count, 0),
        masks: [...masks].sort(([, one], [, other]) => other - one),
        languages: languages.list(),
        licences: licences.list(),
        labels: labels.list(),
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
