import { zstdDecompressSync } from 'node:zlib'
import type { ReadableDatabase } from '../../platform/sqlite.ts'
import type { StepBatch } from '../steps/step.ts'
import type { DocumentOrder } from './step-requests.ts'

interface StoredText {
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
  const find = database.prepare<[number], StoredText>(
    `SELECT d.path, l.name AS language, r.name AS repo, t.zstd
     FROM document d JOIN language l ON l.id = d.language_id JOIN document_text t ON t.document_id = d.id
     LEFT JOIN repo r ON r.id = d.repo_id WHERE d.id = ?`,
  )
  return {
    read({ ids, signals }) {
      const texts: Buffer[] = []
      const offsets = new Float64Array(ids.length + 1)
      const [paths, languages, repos]: [(string | null)[], string[], (string | null)[]] = [[], [], []]
      for (const [place, id] of ids.entries()) {
        const found = find.get(id)
        if (!found) throw new Error(`The project has no document ${id}.`)
        const text = zstdDecompressSync(found.zstd)
        texts.push(text)
        offsets[place + 1] = (offsets[place] as number) + text.length
        paths.push(found.path)
        languages.push(found.language)
        repos.push(found.repo)
      }
      return { ids, paths, languages, repos, signals, bytes: Buffer.concat(texts), offsets }
    },
  }
}
