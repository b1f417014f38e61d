import { parentPort, workerData } from 'node:worker_threads'
import { zstdDecompressSync } from 'node:zlib'
import { openReadOnlyDatabase, type ReadableDatabase } from '../../platform/sqlite.ts'
import { decodeText } from '../documents/text-encoding.ts'
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
  type TextReply,
  type TextRequest,
} from './text-check.ts'
import type { TextCheckerFiles } from './text-checker.ts'
import { findPlaces } from './text-places.ts'
import { createTestedText, createTextTest } from './text-test.ts'

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread only.')

const { file, indexFile } = workerData as TextCheckerFiles
const database = openReadOnlyDatabase(file)
let index: ReadableDatabase | null = null
const findText = database.prepare<[number], Uint8Array>('SELECT zstd FROM document_text WHERE document_id = ?').pluck()
const findMetadata = database.prepare<[number], string | null>('SELECT metadata FROM document WHERE id = ?').pluck()
const findPath = database.prepare<[number], string>('SELECT path FROM document WHERE id = ?').pluck()

const reply = (message: TextReply) => port.postMessage(message)

// An error ends the thread, and the one who asked hears of it.
port.on('message', (request: TextRequest) => {
  if (request.type === 'find-candidates') {
    const { indexedCount, sets } = lookUp(request)
    const words = sets.map((set) => set.words)
    reply({ type: 'candidates', indexedCount, words })
    return
  }
  if (request.type === 'locate') {
    const { text } = decodeText(zstdDecompressSync(findText.get(request.id) ?? ''))
    reply({ type: 'located', matches: findPlaces(text, request.patterns) })
    return
  }
  runCheck(request)
  reply({ type: 'checked' })
})

// From now on the time that a document takes is its own.
reply({ type: 'ready' })

/** Without an index, or with one that cannot be read, every document has to be looked at. */
function lookUp({ needs, documentCount, state }: CandidateSearch): Candidates {
  try {
    index ??= findIndex(indexFile, database)
    if (index) return findCandidates(index, { needs, documentCount }, () => Atomics.add(state, checkedEntry, 1))
  } catch {
    // Damaged, or thrown away in order to be built again. The next search looks for it again.
    index?.close()
    index = null
  }
  return { indexedCount: 0, sets: needs.map(() => new DocumentSet(documentCount)) }
}

function runCheck({ conditions, ids, found, state }: TextCheck): void {
  const tests = conditions.map(createConditionTest)
  for (const [index, id] of ids.entries()) {
    if (Atomics.load(state, stopEntry) !== 0) return
    let bits = 0
    const document = createLazyDocument(id)
    for (const [bit, test] of tests.entries()) if (test(document)) bits |= 1 << bit
    found[index] = bits
    Atomics.store(state, checkedEntry, index + 1)
  }
}

type LazyDocument = ReturnType<typeof createLazyDocument>

function createLazyDocument(id: number) {
  let text: ReturnType<typeof createTestedText> | undefined
  return {
    text() {
      text ??= createTestedText(zstdDecompressSync(findText.get(id) ?? ''))
      return text
    },
    metadata: () => parseMetadata(findMetadata.get(id)),
    path: () => createTestedText(Buffer.from(findPath.get(id) ?? '')),
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
