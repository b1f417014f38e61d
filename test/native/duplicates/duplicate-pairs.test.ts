import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  computeJaccards,
  type DuplicatePairs,
  type DuplicateReport,
  type FindDuplicatesOptions,
  openDuplicateIndex,
} from '#native'
import { changeWords, createRandom, encode, readSourceFiles, toBatch, toGroups } from './near-duplicate-documents.ts'

const memoryBytes = 16 * 1024 * 1024
/** Ids are places plus this. */
const firstId = 50
let root: string
let folderCount = 0

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'duplicate-pairs-'))
})

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

async function verify(
  documents: readonly Uint8Array[],
  options: Pick<FindDuplicatesOptions, 'threshold' | 'onPairs'> & { shingleLength?: number } = {},
): Promise<DuplicateReport> {
  const { shingleLength, ...search } = options
  await using index = await openDuplicateIndex({
    folder: path.join(root, String(folderCount++)),
    memoryBytes,
    ...(shingleLength && { options: { shingleLength } }),
  })
  await index.add(toBatch(documents), firstId)
  const readDocuments = (ids: Uint32Array) => toBatch(Array.from(ids, (id) => documents[id - firstId] ?? new Uint8Array()))
  return await index.findDuplicates({ ...search, readDocuments })
}

type Pair = { first: number; second: number; jaccard: number }

async function listPairs(documents: readonly Uint8Array[], threshold: number): Promise<Pair[]> {
  const parts: DuplicatePairs[] = []
  await verify(documents, { threshold, onPairs: (pairs) => void parts.push(pairs) })
  const pairs = parts.flatMap(({ firsts, seconds, exactJaccard }) =>
    Array.from(firsts, (first, place) => ({
      first: first - firstId,
      second: (seconds[place] ?? 0) - firstId,
      jaccard: exactJaccard[place] ?? 0,
    })),
  )
  return pairs.sort((a, b) => a.first - b.first || a.second - b.second)
}

/** Every document compared with every other. */
async function listPairsReference(documents: readonly Uint8Array[], threshold: number): Promise<Pair[]> {
  const places = documents.flatMap((_, second) => Array.from({ length: second }, (_, first) => [first, second]))
  const jaccards = await computeJaccards(toBatch(documents), Uint32Array.from(places.flat()))
  return places
    .map(([first = 0, second = 0], pair) => ({ first, second, jaccard: Math.fround(jaccards[pair] ?? 0) }))
    .filter((_, pair) => (jaccards[pair] ?? 0) >= threshold)
    .sort((a, b) => a.first - b.first || a.second - b.second)
}

describe('the pairs of a search', () => {
  test('are those that comparing every pair finds, each once and with its similarity', async () => {
    const random = createRandom(31)
    const files = readSourceFiles(150, 6000)
    const copies = Array.from({ length: 350 }, () =>
      changeWords(files[Math.floor(random() * 60)] ?? encode(''), random() * 0.08, random),
    )
    const byBytes = new Map([...files, ...copies].map((document) => [Buffer.from(document).toString('latin1'), document]))
    const documents = [...byBytes.values()]
    const expected = await listPairsReference(documents, 0.7)
    expect(expected.length).toBeGreaterThan(500)
    const found = await listPairs(documents, 0.7)
    const keyOf = ({ first, second, jaccard }: Pair) => `${first} ${second} ${jaccard}`
    const keys = new Set(found.map(keyOf))
    expect(keys.size).toBe(found.length)
    const wanted = new Set(expected.map(keyOf))
    expect(found.filter((pair) => !wanted.has(keyOf(pair)))).toEqual([])
    expect(found.length / expected.length).toBeGreaterThan(0.99)
  })

  test('name documents with the same bytes with the first of them alone', async () => {
    const [text, other] = [encode('one two three four five six'), encode('quite another text of many words')]
    expect(await listPairs([other, text, text, other, text], 0.7)).toEqual([
      { first: 0, second: 3, jaccard: 1 },
      { first: 1, second: 2, jaccard: 1 },
      { first: 1, second: 4, jaccard: 1 },
    ])
  })

  test('leave the clusters as they are', async () => {
    const random = createRandom(5)
    const files = readSourceFiles(100, 6000)
    const documents = [...files, ...files.map((file) => changeWords(file, random() * 0.1, random))]
    const plain = await verify(documents)
    expect(await verify(documents, { onPairs: () => undefined })).toEqual(plain)
  })

  test('need documents to compare, and the search ends where taking them fails', async () => {
    await using index = await openDuplicateIndex({ folder: path.join(root, String(folderCount++)), memoryBytes })
    await expect(index.findDuplicates({ onPairs: () => undefined })).rejects.toThrow('onPairs needs readDocuments')
    const failing = verify([encode('a b c d e f'), encode('a b c d e f')], {
      onPairs: () => Promise.reject(new Error('nowhere to put them')),
    })
    await expect(failing).rejects.toThrow('nowhere to put them')
  })
})

describe('a search that verifies', () => {
  test('finds 99 of 100 pairs whose similarity is just the threshold', async () => {
    const random = createRandom(77)
    const pairCount = 3000
    // Sets of 100 words, of which 70 of 100, or 50 of 100, are shared.
    for (const [threshold, shared, own] of [
      [0.7, 70, 15],
      [0.5, 50, 25],
      [0.9, 90, 5],
    ] as const) {
      const documents: Uint8Array[] = []
      for (let pair = 0; pair < pairCount; pair++) {
        const words = Array.from({ length: shared + 2 * own }, () => `w${Math.floor(random() * 2 ** 40)}`)
        documents.push(encode(words.slice(0, shared + own).join(' ')))
        documents.push(encode([...words.slice(0, shared), ...words.slice(shared + own)].join(' ')))
      }
      const report = await verify(documents, { threshold, shingleLength: 1 })
      const groups = toGroups(report)
      expect(groups.every(([first, second]) => (second ?? 0) - (first ?? 0) === 1)).toBe(true)
      expect(groups.length / pairCount).toBeGreaterThanOrEqual(0.99)
    }
  })

  test('finds a pair among thousands that share a band with it and are less similar', async () => {
    const random = createRandom(8)
    const common = Array.from({ length: 55 }, (_, word) => `common${word}`)
    const randomWords = (count: number) => Array.from({ length: count }, () => `w${Math.floor(random() * 2 ** 40)}`)
    const documents = Array.from({ length: 3000 }, () => [...common, ...randomWords(35)])
    // The last are similar to one another: 80 of 100 words, and to none of the others.
    const shared = [...common, ...randomWords(25)]
    for (let version = 0; version < 10; version++) documents.push([...shared, ...randomWords(10)])
    const report = await verify(
      documents.map((words) => encode(words.join(' '))),
      { threshold: 0.7, shingleLength: 1 },
    )
    expect(toGroups(report)).toEqual([Array.from({ length: 10 }, (_, version) => firstId + 3000 + version)])
  })
})
