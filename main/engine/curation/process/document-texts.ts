import { unpackText } from '../../dataset/documents/unpack-text.ts'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import type { StepBatch } from '../steps/step.ts'
import type { DocumentOrder } from './step-requests.ts'

interface StoredText {
  id: number
  sizeBytes: number
  path: string | null
  language: string
  repo: string | null
  zstd: Uint8Array
}

/** Reads documents as steps see them. Blocking: for a process or thread that does nothing else. */
export interface DocumentTexts {
  /** Fails when one of the ids is no document. */
  read(order: DocumentOrder): StepBatch
}

export function createDocumentTexts(database: ReadableDatabase): DocumentTexts {
  const list = database.prepare<[string], StoredText>(
    `SELECT d.id, d.size_bytes AS sizeBytes, d.path, l.name AS language, r.name AS repo, t.zstd
     FROM json_each(?) AS wanted CROSS JOIN document d ON d.id = wanted.value
     JOIN language l ON l.id = d.language_id JOIN document_text t ON t.document_id = d.id
     LEFT JOIN repo r ON r.id = d.repo_id ORDER BY wanted.key`,
  )
  return {
    read({ ids, signals }) {
      const texts: Buffer[] = []
      const offsets = new Float64Array(ids.length + 1)
      const [paths, languages, repos]: [(string | null)[], string[], (string | null)[]] = [[], [], []]
      for (const { id, sizeBytes, path, language, repo, zstd } of list.iterate(JSON.stringify(Array.from(ids)))) {
        const place = texts.length
        if (id !== ids[place]) break
        const text = unpackText(zstd, sizeBytes)
        texts.push(text)
        offsets[place + 1] = (offsets[place] as number) + text.length
        paths.push(path)
        languages.push(language)
        repos.push(repo)
      }
      if (texts.length < ids.length) throw new Error(`The project has no document ${ids[texts.length]}.`)
      return { ids, paths, languages, repos, signals, bytes: Buffer.concat(texts), offsets }
    },
  }
}
