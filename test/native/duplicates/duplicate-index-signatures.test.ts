import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  computeSignatures,
  type DocumentBatch,
  type DuplicatePairs,
  hashContents,
  openDuplicateIndex,
  type SignatureRows,
} from '#native'
import { changeWords, createRandom, encode, readSourceFiles, toBatch } from './near-duplicate-documents.ts'

const memoryBytes = 16 * 1024 * 1024
let root: string
let folderCount = 0

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'duplicate-signatures-'))
})

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

const openIndex = (permutations = 256) =>
  openDuplicateIndex({ folder: path.join(root, String(folderCount++)), options: { permutations }, memoryBytes })

async function computeRows(batch: DocumentBatch): Promise<SignatureRows> {
  const hashes = await hashContents(batch)
  const view = new DataView(hashes.buffer, hashes.byteOffset)
  const fingerprints = BigUint64Array.from({ length: hashes.length / 16 }, (_, place) => view.getBigUint64(place * 16, true))
  return { fingerprints, signatures: await computeSignatures(batch) }
}

function createDocuments(): Uint8Array[] {
  const random = createRandom(3)
  const files = readSourceFiles(120, 6000)
  return [...files, ...files.slice(0, 60).map((file) => changeWords(file, random() * 0.1, random)), ...files.slice(0, 5)]
}

test('signatures that were computed before find what documents find', async () => {
  const documents = createDocuments()
  await using one = await openIndex()
  await one.add(toBatch(documents), 7)
  await using other = await openIndex()
  // In another order, and spread over several calls.
  for (const start of [100, 0]) {
    const end = start === 0 ? 100 : documents.length
    await other.addSignatures(await computeRows(toBatch(documents.slice(start, end))), 7 + start)
  }
  expect(other.documentCount).toBe(documents.length)
  const readDocuments = (ids: Uint32Array) => toBatch(Array.from(ids, (id) => documents[id - 7] ?? encode('')))
  const found = await other.findDuplicates({ readDocuments })
  expect(found).toEqual(await one.findDuplicates({ readDocuments }))
  expect(found.clusters.filter((cluster, place) => cluster !== found.ids[place]).length).toBeGreaterThan(50)
})

test('pairs alone are those that come with clusters', async () => {
  const documents = createDocuments()
  await using index = await openIndex()
  await index.addSignatures(await computeRows(toBatch(documents)), 0)
  const readDocuments = (ids: Uint32Array) => toBatch(Array.from(ids, (id) => documents[id] ?? encode('')))
  const [alone, withClusters]: [DuplicatePairs[], DuplicatePairs[]] = [[], []]
  await index.findPairs({ threshold: 0.6, readDocuments, onPairs: (pairs) => void alone.push(pairs) })
  await index.findDuplicates({ threshold: 0.6, readDocuments, onPairs: (pairs) => void withClusters.push(pairs) })
  expect(alone).toEqual(withClusters)
  expect(alone[0]?.firsts.length).toBeGreaterThan(50)
})

test('rows that do not fit, and ids that are taken, add nothing', async () => {
  await using index = await openIndex(4)
  const rows = { fingerprints: BigUint64Array.of(1n, 2n), signatures: new Uint32Array(8) }
  await index.addSignatures(rows, 0)
  await expect(index.addSignatures({ ...rows, signatures: new Uint32Array(7) }, 2)).rejects.toMatchObject({
    code: 'INDEX_STATE',
    message: '2 fingerprints came with 7 numbers of signatures; they need 8.',
  })
  await expect(index.addSignatures(rows, 1)).rejects.toMatchObject({ code: 'INDEX_DUPLICATE_ID' })
  await expect(index.addSignatures(rows, 2 ** 32 - 1)).rejects.toThrow('firstId')
  await expect(index.addSignatures({ ...rows, fingerprints: new Uint8Array(2) as never }, 2)).rejects.toThrow('BigUint64Array')
  await index.addSignatures(rows, 2)
  expect(index.documentCount).toBe(4)
})
