import { openReadOnlyDatabase, type ReadableDatabase, toSqliteFailure } from '../../platform/sqlite.ts'
import { serveThread } from '../../platform/threads/serve-thread.ts'
import { decodeText } from '../documents/text-encoding.ts'
import { unpackText } from '../documents/unpack-text.ts'
import { DocumentSet } from './document-set.ts'
import { type Candidates, findCandidates } from './index/index-candidates.ts'
import { findIndex } from './index/index-file.ts'
import { findMetadataText, parseMetadata } from './metadata-text.ts'
import {
  type CandidateSearch,
  checkedEntry,
  stopEntry,
  type TextCheck,
  type TextCondition,
  type TextRequests,
} from './text-check.ts'
import type { TextCheckerFiles } from './text-checker.ts'
import { findPlaces } from './text-places.ts'
import { createTestedText, createTextTest } from './text-test.ts'

serveThread<TextRequests, TextCheckerFiles>(({ file, indexFile }) => {
  const database = openReadOnlyDatabase(file)
  const openDocument = createDocumentOpener(database)
  let index: ReadableDatabase | null = null

  /** Without an index, or with one that cannot be read, every document has to be looked at. */
  function lookUp({ needs, documentCount, state }: CandidateSearch): Candidates {
    try {
      index ??= findIndex(indexFile, database)
      if (index) {
        return findCandidates(index, { needs, documentCount }, () => {
          Atomics.add(state, checkedEntry, 1)
          return Atomics.load(state, stopEntry) === 0
        })
      }
    } catch {
      // Damaged, or thrown away in order to be built again. The next search looks for it again.
      index?.close()
      index = null
    }
    return { indexedCount: 0, sets: needs.map(() => new DocumentSet(documentCount)) }
  }

  return {
    requests: {
      begin() {},
      check(check) {
        runCheck(check, openDocument)
        return { isChecked: true }
      },
      locate: ({ id, patterns }) => ({ matches: findPlaces(openDocument(id).decode(), patterns) }),
      findCandidates(search) {
        const { indexedCount, sets } = lookUp(search)
        return { indexedCount, words: sets.map((set) => set.words) }
      },
    },
    close() {
      index?.close()
      database.close()
    },
    explain: (error) => toSqliteFailure(error, file),
  }
})

type DocumentOpener = ReturnType<typeof createDocumentOpener>

function runCheck({ conditions, ids, found, state }: TextCheck, openDocument: DocumentOpener): void {
  const tests = conditions.map(createConditionTest)
  for (const [index, id] of ids.entries()) {
    if (Atomics.load(state, stopEntry) !== 0) return
    let bits = 0
    const document = openDocument(id)
    for (const [bit, test] of tests.entries()) if (test(document)) bits |= 1 << bit
    found[index] = bits
    Atomics.store(state, checkedEntry, index + 1)
  }
}

type LazyDocument = ReturnType<DocumentOpener>

/** Of a document that a damaged file lacks: unpacking it fails. */
const noText = { zstd: new Uint8Array(), sizeBytes: 0 }

/** Reads of a document what is asked for. */
function createDocumentOpener(database: ReadableDatabase) {
  // The id by way of a query of its own: see `createExportReader`.
  const findText = database.prepare<[number], { zstd: Uint8Array; sizeBytes: number }>(
    `SELECT t.zstd, d.size_bytes AS sizeBytes FROM document d JOIN document_text t ON t.document_id = d.id WHERE d.id = (SELECT ?)`,
  )
  const findMetadata = database.prepare<[number], string | null>('SELECT metadata FROM document WHERE id = ?').pluck()
  const findPath = database.prepare<[number], string>('SELECT path FROM document WHERE id = ?').pluck()
  return (id: number) => {
    const readBytes = () => {
      const { zstd, sizeBytes } = findText.get(id) ?? noText
      return unpackText(zstd, sizeBytes)
    }
    let text: ReturnType<typeof createTestedText> | undefined
    return {
      text() {
        text ??= createTestedText(readBytes())
        return text
      },
      decode: () => decodeText(readBytes()).text,
      metadata: () => parseMetadata(findMetadata.get(id)),
      path: () => createTestedText(Buffer.from(findPath.get(id) ?? '')),
    }
  }
}

function createConditionTest(condition: TextCondition): (document: LazyDocument) => boolean {
  const test = createTextTest(condition.pattern)
  switch (condition.in) {
    case 'text':
      return (document) => test(document.text())
    case 'path':
      return (document) => test(document.path())
    case 'metadata':
      return (document) => {
        const value = findMetadataText(document.metadata(), condition.key)
        return value !== undefined && test(createTestedText(Buffer.from(value)))
      }
  }
}
