import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chooseRecallBands,
  computeSignatures,
  type DuplicateReport,
  detectionProbability,
  type FindDuplicatesOptions,
  type MinHashOptions,
  notDuplicate,
  openDuplicateIndex,
} from '#native'
import { findClustersReference } from './duplicate-clusters-reference.ts'
import { changeWords, createRandom, encode, readSourceFiles, toBatch, toGroups } from './near-duplicate-documents.ts'

const leastMemoryBytes = 16 * 1024 * 1024
let root: string
let folderCount = 0

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'near-duplicates-'))
})

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

function newFolder(): string {
  return path.join(root, String(folderCount++))
}

type Corpus = { ids: readonly number[]; documents: readonly Uint8Array[] }

async function findIn(
  corpus: Corpus,
  options: FindDuplicatesOptions & { minHash?: MinHashOptions } = {},
): Promise<DuplicateReport> {
  const { minHash, ...search } = options
  await using index = await openDuplicateIndex({
    folder: newFolder(),
    memoryBytes: leastMemoryBytes,
    ...(minHash && { options: minHash }),
  })
  await Promise.all(corpus.documents.map((document, place) => index.add(toBatch([document]), corpus.ids[place] ?? 0)))
  return await index.findDuplicates(search)
}

/** Real source files, and for some of them a few copies with more or fewer changes. */
function createCorpus(count: number): Corpus {
  const random = createRandom(11)
  const documents = readSourceFiles(Math.ceil(count * 0.8), 8000)
  const originals = documents.length
  while (documents.length < count) {
    const original = documents[Math.floor(random() * originals)]
    if (original !== undefined) documents.push(changeWords(original, random() * 0.12, random))
  }
  return { ids: documents.map((_, index) => index), documents }
}

function readerOf(corpus: Corpus): (ids: Uint32Array) => ReturnType<typeof toBatch> {
  const byId = new Map(corpus.ids.map((id, place) => [id, corpus.documents[place] ?? new Uint8Array()]))
  return (ids) => toBatch(Array.from(ids, (id) => byId.get(id) ?? new Uint8Array()))
}

function shuffle(corpus: Corpus, random: () => number): Corpus {
  const places = corpus.ids.map((_, place) => ({ place, key: random() })).sort((a, b) => a.key - b.key)
  return {
    ids: places.map(({ place }) => corpus.ids[place] ?? 0),
    documents: places.map(({ place }) => corpus.documents[place] ?? new Uint8Array()),
  }
}

describe('findDuplicates on 2,000 real documents', () => {
  let corpus: Corpus
  let signatures: Uint32Array
  const bands = { bands: 25, rows: 10 }

  beforeAll(async () => {
    corpus = createCorpus(2000)
    signatures = await computeSignatures(toBatch(corpus.documents))
  })

  test('finds the clusters that comparing all pairs finds', async () => {
    const report = await findIn(corpus)
    const expected = await findClustersReference({ documents: corpus.documents, signatures, bands })
    expect(toGroups(report)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(100)
  })

  test('finds those that comparing all pairs and verifying each candidate finds', async () => {
    const report = await findIn(corpus, { readDocuments: readerOf(corpus) })
    const recallBands = chooseRecallBands({ threshold: 0.7, permutations: 256 })
    const expected = await findClustersReference({
      documents: corpus.documents,
      signatures,
      bands: recallBands,
      threshold: 0.7,
    })
    expect(toGroups(report)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(100)
  })

  test('does not depend on the order in which documents are added', async () => {
    const rank = (ids: Uint32Array) => Float64Array.from(ids, (id) => id % 7)
    for (const readDocuments of [undefined, readerOf(corpus)]) {
      const options = { rank, ...(readDocuments && { readDocuments }) }
      const first = await findIn(corpus, options)
      const second = await findIn(shuffle(corpus, createRandom(3)), options)
      expect(second).toEqual(first)
    }
  })

  test('keeps the same texts whatever their ids are', async () => {
    const random = createRandom(5)
    const shuffled = shuffle(corpus, random)
    const renumbered = { ids: corpus.ids, documents: shuffled.documents }
    const keptTexts = (report: DuplicateReport, documents: readonly Uint8Array[]) =>
      Array.from(report.ids)
        .filter((_, place) => report.duplicateOf[place] === notDuplicate)
        .map((id) => Buffer.from(documents[id] ?? []).toString())
        .sort()
    const rank = (ids: Uint32Array) => new Float64Array(ids.length)
    for (const verifies of [false, true]) {
      const first = await findIn(corpus, { rank, ...(verifies && { readDocuments: readerOf(corpus) }) })
      const second = await findIn(renumbered, { rank, ...(verifies && { readDocuments: readerOf(renumbered) }) })
      expect(keptTexts(second, renumbered.documents)).toEqual(keptTexts(first, corpus.documents))
    }
  })

  test('gives the same in several sittings as in one', async () => {
    const expected = await findIn(corpus)
    const folder = newFolder()
    for (let first = 0; first < 2000; first += 700) {
      await using index = await openDuplicateIndex({ folder, memoryBytes: leastMemoryBytes })
      expect(index.documentCount).toBe(first)
      await index.add(toBatch(corpus.documents.slice(first, first + 700)), first)
      await index.findDuplicates()
    }
    await using index = await openDuplicateIndex({ folder, memoryBytes: leastMemoryBytes })
    expect(await index.findDuplicates()).toEqual(expected)
  })

  test('tells the estimated and the exact similarity to the document that is kept', async () => {
    const report = await findIn(corpus, { readDocuments: readerOf(corpus) })
    const duplicates = Array.from(report.ids.keys()).filter((place) => report.duplicateOf[place] !== notDuplicate)
    expect(duplicates.length).toBeGreaterThan(100)
    for (const place of duplicates) {
      const [own, original] = [report.ids[place] ?? 0, report.duplicateOf[place] ?? 0]
      const equal = signatures
        .subarray(own * 256, own * 256 + 256)
        .filter((value, index) => value === signatures[original * 256 + index])
      expect(report.estimatedJaccard[place]).toBeCloseTo(equal.length / 256, 6)
      // Five standard errors of the estimate.
      expect(Math.abs((report.exactJaccard[place] ?? 0) - equal.length / 256)).toBeLessThan(0.16)
    }
    const kept = Array.from(report.ids.keys()).filter((place) => report.duplicateOf[place] === notDuplicate)
    for (const place of kept) {
      expect(report.estimatedJaccard[place]).toBeNaN()
      expect(report.exactJaccard[place]).toBeNaN()
    }
  })
})

describe('an index', () => {
  const texts = [
    'one two three four five six seven',
    'one two three four five six seven',
    'quite another text of eight words here',
  ]
  const corpus: Corpus = { ids: [5, 9, 2], documents: texts.map(encode) }

  test('reports every document by ascending id', async () => {
    const report = await findIn(corpus)
    expect([...report.ids]).toEqual([2, 5, 9])
    expect([...report.clusters]).toEqual([2, 5, 5])
    expect([...report.duplicateOf]).toEqual([notDuplicate, notDuplicate, 5])
    expect(report.estimatedJaccard[2]).toBe(1)
    expect(report.exactJaccard[2]).toBe(1)
  })

  test('keeps the document that the caller ranks first', async () => {
    const report = await findIn(corpus, { rank: (ids) => Float64Array.from(ids, (id) => -id) })
    expect([...report.duplicateOf]).toEqual([notDuplicate, 9, notDuplicate])
  })

  test('without documents reports none', async () => {
    const report = await findIn({ ids: [], documents: [] }, { readDocuments: () => toBatch([]) })
    expect(report.ids).toEqual(new Uint32Array())
  })

  test('treats documents with fewer tokens than a shingle as duplicates only if they are the same', async () => {
    const report = await findIn({ ids: [0, 1, 2, 3, 4], documents: ['', 'a b', '', 'a b', 'a;b'].map(encode) })
    expect(toGroups(report)).toEqual([
      [0, 2],
      [1, 3],
    ])
  })

  test('reports progress and can be cancelled', async () => {
    const phases: string[] = []
    await findIn(corpus, { onProgress: ({ phase, done, total }) => phases.push(`${phase} ${done}/${total}`) })
    expect(phases.at(-1)).toBe('bands 25/25')
    const controller = new AbortController()
    const reason = new Error('stopped')
    const running = findIn(corpus, { signal: controller.signal, onProgress: () => controller.abort(reason) })
    await expect(running).rejects.toBe(reason)
  })

  test('leaves no temporary files, even where a callback fails', async () => {
    const folder = newFolder()
    await using index = await openDuplicateIndex({ folder, memoryBytes: leastMemoryBytes })
    await index.add(toBatch([encode('one two three four five six'), encode('one two three four five six ')]), 0)
    const failing = index.findDuplicates({
      bands: { bands: 256, rows: 1 },
      readDocuments: () => Promise.reject(new Error('the disk is gone')),
    })
    await expect(failing).rejects.toThrow('the disk is gone')
    expect(readdirSync(folder)).toEqual(['signatures.minhash'])
    expect(toGroups(await index.findDuplicates({ bands: { bands: 256, rows: 1 } }))).toEqual([[0, 1]])
  })

  test('adds nothing where adding is cancelled', async () => {
    await using index = await openDuplicateIndex({ folder: newFolder(), memoryBytes: leastMemoryBytes })
    const controller = new AbortController()
    const offsets = Uint32Array.from({ length: 100_001 }, (_, place) => place * 100)
    const running = index.add({ bytes: new Uint8Array(10_000_000), offsets }, 0, { signal: controller.signal })
    controller.abort()
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(index.documentCount).toBe(0)
    expect((await index.findDuplicates()).ids).toHaveLength(0)
  })
})

describe('the bands of a search', () => {
  test('find pairs as often as 1 - (1 - s^r)^b says', async () => {
    const random = createRandom(21)
    const pairCount = 1000
    for (const [shared, own] of [
      [60, 20],
      [70, 15],
      [80, 10],
      [90, 5],
    ] as const) {
      const documents: Uint8Array[] = []
      for (let pair = 0; pair < pairCount; pair++) {
        const words = Array.from({ length: shared + 2 * own }, () => `w${Math.floor(random() * 2 ** 40)}`)
        documents.push(encode(words.slice(0, shared + own).join(' ')))
        documents.push(encode([...words.slice(0, shared), ...words.slice(shared + own)].join(' ')))
      }
      const minHash = { shingleLength: 1 }
      const report = await findIn({ ids: documents.map((_, id) => id), documents }, { minHash })
      const found = toGroups(report).filter(([first, second]) => (second ?? 0) - (first ?? 0) === 1).length / pairCount
      const expected = detectionProbability({ bands: 25, rows: 10 }, shared / (shared + 2 * own))
      // Four standard errors, and one pair where the probability is almost 1.
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / pairCount) + 1 / pairCount)
    }
  })
})

describe('a search that exceeds its memory', () => {
  test('finds on disk what it finds in memory', async () => {
    // 16 bytes for each document, and as many to sort them, exceed the half of the smaller budget that records may take.
    const documentCount = 800_000
    const random = createRandom(9)
    const text = Array.from({ length: documentCount }, () => `a b c d ${Math.floor(random() * 500_000)}`)
    const batch = toBatch(text.map(encode))
    const minHash = { permutations: 4 }
    const reports: DuplicateReport[] = []
    for (const memoryBytes of [leastMemoryBytes, 32 * leastMemoryBytes]) {
      const folder = newFolder()
      await using index = await openDuplicateIndex({ folder, options: minHash, memoryBytes })
      await index.add(batch, 0)
      reports.push(await index.findDuplicates({ bands: { bands: 2, rows: 2 } }))
      expect(readdirSync(folder)).toEqual(['signatures.minhash'])
    }
    // Comparing element by element would take a minute.
    const bytesOf = (report: DuplicateReport | undefined) =>
      Object.values(report ?? {}).map((column) => Buffer.from(column.buffer).toString('base64'))
    expect(bytesOf(reports[0])).toEqual(bytesOf(reports[1]))
  })
})
