import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { computeSignatures, type DuplicateIndex, estimateJaccard, type MatchReport, openDuplicateIndex } from '#native'
import { agreeInABand } from './duplicate-clusters-reference.ts'
import { jaccardOfSets, shingleSetReference } from './minhash-reference.ts'
import { changeWords, createRandom, encode, readSourceFiles, toBatch } from './near-duplicate-documents.ts'

const memoryBytes = 16 * 1024 * 1024
const bands = { bands: 25, rows: 10 }
/** Ids in the index are the places of `old` from here on. */
const firstId = 1000
let root: string
let folderCount = 0
let old: Uint8Array[]
let fresh: Uint8Array[]

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'duplicate-match-'))
  const random = createRandom(17)
  const files = readSourceFiles(700, 8000)
  old = files.slice(0, 600)
  // Several versions of some, so that a new document has many matches.
  for (let version = 0; version < 40; version++) old.push(changeWords(files[0] ?? new Uint8Array(), 0.004 * version, random))
  const originals = Array.from({ length: 120 }, () => files[Math.floor(random() * 600)] ?? new Uint8Array())
  fresh = [...files.slice(600), ...originals.map((file) => changeWords(file, random() * 0.12, random)), files[0] ?? encode('')]
})

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

function newFolder(): string {
  return path.join(root, String(folderCount++))
}

/** An index of `old`, added in several parts. */
async function openIndex(): Promise<DuplicateIndex> {
  const index = await openDuplicateIndex({ folder: newFolder(), memoryBytes })
  for (let first = 0; first < old.length; first += 130) {
    await index.add(toBatch(old.slice(first, first + 130)), firstId + first)
  }
  return index
}

const readOld = (ids: Uint32Array) => toBatch(Array.from(ids, (id) => old[id - firstId] ?? new Uint8Array()))

/** Every new document compared with every old one; `similarity` is of two places, and decides. */
async function matchReference(threshold: number, maxMatches: number, similarity?: (document: number, place: number) => number) {
  const [oldRows, newRows] = await Promise.all([computeSignatures(toBatch(old)), computeSignatures(toBatch(fresh))])
  const rowOf = (rows: Uint32Array, place: number) => rows.subarray(place * 256, place * 256 + 256)
  const both = new Uint32Array(512)
  return fresh.flatMap((_, document) => {
    both.set(rowOf(newRows, document))
    const candidates = old.flatMap((_, place) => {
      both.set(rowOf(oldRows, place), 256)
      if (!agreeInABand(both, 0, 256, bands)) return []
      return [{ document, id: firstId + place, estimate: estimateJaccard(rowOf(newRows, document), rowOf(oldRows, place)) }]
    })
    return candidates
      .filter(({ estimate }) => similarity !== undefined || estimate >= threshold)
      .sort((a, b) => b.estimate - a.estimate || a.id - b.id)
      .slice(0, maxMatches)
      .filter(({ id }) => similarity === undefined || similarity(document, id - firstId) >= threshold)
  })
}

function toMatches({ documents, ids, estimatedJaccard }: MatchReport) {
  return Array.from(ids, (id, match) => ({ document: documents[match], id, estimate: estimatedJaccard[match] }))
}

describe('findMatches', () => {
  test('finds what comparing every pair finds', async () => {
    await using index = await openIndex()
    const report = await index.findMatches(toBatch(fresh), { bands, threshold: 0.7, maxMatches: 1000 })
    const expected = await matchReference(0.7, 1000)
    expect(expected.length).toBeGreaterThan(120)
    expect(toMatches(report)).toEqual(expected)
    expect(report.exactJaccard.every(Number.isNaN)).toBe(true)
  })

  test('keeps the closest matches of a document that has many', async () => {
    await using index = await openIndex()
    const report = await index.findMatches(toBatch(fresh), { bands, threshold: 0.7, maxMatches: 5 })
    expect(toMatches(report)).toEqual(await matchReference(0.7, 5))
    expect(Array.from(report.documents).filter((document) => document === fresh.length - 1)).toHaveLength(5)
  })

  test('lets the exact similarity decide where it can read the documents', async () => {
    await using index = await openIndex()
    const report = await index.findMatches(toBatch(fresh), { bands, threshold: 0.8, maxMatches: 1000, readDocuments: readOld })
    const [oldSets, newSets] = [old, fresh].map((documents) => documents.map((document) => shingleSetReference(document)))
    const exactOf = (document: number, place: number) =>
      jaccardOfSets(newSets?.[document] ?? new Set(), oldSets?.[place] ?? new Set())
    expect(toMatches(report)).toEqual(await matchReference(0.8, 1000, exactOf))
    for (const [match, document] of report.documents.entries()) {
      expect(report.exactJaccard[match]).toBeCloseTo(exactOf(document, (report.ids[match] ?? 0) - firstId), 6)
    }
  })

  test('adds nothing to the index, and sees what was added a moment before', async () => {
    await using index = await openIndex()
    const adding = index.add(toBatch([encode('one two three four five six seven')]), 7)
    const report = await index.findMatches(toBatch([encode('one two three four five six seven')]))
    await adding
    expect([...report.ids]).toEqual([7])
    expect(index.documentCount).toBe(old.length + 1)
  })

  test('without documents on one side gives none', async () => {
    await using index = await openIndex()
    expect((await index.findMatches(toBatch([]))).ids).toHaveLength(0)
    await using empty = await openDuplicateIndex({ folder: newFolder(), memoryBytes })
    expect((await empty.findMatches(toBatch(fresh))).ids).toHaveLength(0)
  })

  test('tells how far it is, can be cancelled, and refuses a wrong limit', async () => {
    await using index = await openIndex()
    const progress: { done: number; total: number }[] = []
    await index.findMatches(toBatch(fresh), { onProgress: (step) => progress.push(step) })
    expect(progress.at(-1)).toEqual({ done: old.length, total: old.length })
    const controller = new AbortController()
    const reason = new Error('stopped')
    const running = index.findMatches(toBatch(fresh), {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    })
    await expect(running).rejects.toBe(reason)
    await expect(index.findMatches(toBatch(fresh), { maxMatches: 0 })).rejects.toThrow('maxMatches is 0')
    await index.close()
    await expect(index.findMatches(toBatch(fresh))).rejects.toMatchObject({ code: 'INDEX_CLOSED' })
  })
})
