import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DuplicateIndexError, type MinHashOptions, openDuplicateIndex } from '#native'
import { encode, toBatch, toGroups } from './near-duplicate-documents.ts'

const leastMemoryBytes = 16 * 1024 * 1024
let root: string
let folderCount = 0

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'duplicate-index-'))
})

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

function newFolder(): string {
  return path.join(root, String(folderCount++))
}

describe('opening an index', () => {
  const texts = Array.from({ length: 50 }, (_, number) => encode(`text ${number} of some words`))
  const readDocuments = (ids: Uint32Array) => toBatch(Array.from(ids, (id) => texts[id] ?? encode('')))

  async function createIndex(options: MinHashOptions = {}): Promise<{ folder: string; file: string }> {
    const folder = newFolder()
    await using index = await openDuplicateIndex({ folder, options, memoryBytes: leastMemoryBytes })
    await index.add(toBatch(texts), 0)
    return { folder, file: path.join(folder, 'signatures.minhash') }
  }

  async function openError(folder: string, options: MinHashOptions = {}): Promise<DuplicateIndexError> {
    const error: unknown = await openDuplicateIndex({ folder, options, memoryBytes: leastMemoryBytes })
      .then(
        (index) => index.findDuplicates({ readDocuments }).finally(() => index.close()),
        (reason: unknown) => reason,
      )
      .catch((reason: unknown) => reason)
    if (!(error instanceof DuplicateIndexError)) throw new Error('The index opens.', { cause: error })
    return error
  }

  test('refuses a file of another kind', async () => {
    const { folder, file } = await createIndex()
    for (const content of ['{"some": "json"}', 'PAR1'.repeat(100), '\x89C']) {
      writeFileSync(file, content)
      expect((await openError(folder)).code).toBe('INDEX_FOREIGN')
    }
  })

  test('refuses a file of another version', async () => {
    const { folder, file } = await createIndex()
    const bytes = readFileSync(file)
    bytes.writeUInt32LE(1, 8)
    writeFileSync(file, bytes)
    expect(await openError(folder)).toMatchObject({ code: 'INDEX_VERSION', message: expect.stringContaining('format 1') })
  })

  test('refuses other options and says which', async () => {
    const { folder } = await createIndex()
    expect(await openError(folder, { permutations: 128 })).toMatchObject({
      code: 'INDEX_OPTIONS',
      message: expect.stringContaining('permutations 256, not 128'),
    })
    expect(await openError(folder, { tokens: 'bigcode' })).toMatchObject({
      message: expect.stringContaining('tokens words, not bigcode'),
    })
    expect(await openError(folder, { shingleLength: 3 })).toMatchObject({
      message: expect.stringContaining('shingleLength 5, not 3'),
    })
    expect(await openError(folder, { seed: 2 })).toMatchObject({ message: expect.stringContaining('seed 1, not 2') })
  })

  test('refuses a file that was cut anywhere', async () => {
    const { folder, file } = await createIndex({ permutations: 2 })
    const { length } = readFileSync(file)
    for (let size = length - 1; size > 0; size -= 7) {
      truncateSync(file, size)
      expect((await openError(folder, { permutations: 2 })).code).toBe('INDEX_TRUNCATED')
    }
  })

  test('notices every damaged byte', async () => {
    const options = { permutations: 2 }
    const { folder, file } = await createIndex(options)
    const bytes = readFileSync(file)
    for (let position = 0; position < bytes.length; position += 5) {
      // The end of a chunk's header is not used.
      if (position >= 64 + 24 && position < 64 + 32) continue
      const damaged = Buffer.from(bytes)
      damaged[position] = (damaged[position] ?? 0) ^ 0x10
      writeFileSync(file, damaged)
      expect((await openError(folder, options)).code).toMatch(/INDEX_(?:CORRUPT|FOREIGN|VERSION|OPTIONS|TRUNCATED)/)
    }
  })

  test('goes on behind what an interrupted write left', async () => {
    const { folder, file } = await createIndex()
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(1000, 7)]))
    writeFileSync(path.join(folder, 'bands.spill'), 'left over')
    await using index = await openDuplicateIndex({ folder, memoryBytes: leastMemoryBytes })
    await index.add(toBatch([encode('text 0 of some words')]), 50)
    expect(toGroups(await index.findDuplicates())).toContainEqual([0, 50])
    expect(readdirSync(folder)).toEqual(['signatures.minhash'])
  })

  test('refuses a memory budget that is too small', async () => {
    const opening = openDuplicateIndex({ folder: newFolder(), memoryBytes: 1000 })
    await expect(opening).rejects.toMatchObject({ name: 'DuplicateIndexError', code: 'INDEX_MEMORY' })
  })

  test('names a folder that cannot be made', async () => {
    const file = path.join(root, 'a-file')
    writeFileSync(file, 'text')
    await expect(openDuplicateIndex({ folder: path.join(file, 'x'), memoryBytes: leastMemoryBytes })).rejects.toMatchObject({
      code: 'INDEX_FILE',
      message: expect.stringContaining('a-file'),
    })
  })

  test('refuses an id that it has, that is being added, or that an earlier sitting added', async () => {
    const folder = newFolder()
    const [one, two] = [toBatch([encode('a')]), toBatch([encode('a'), encode('b')])]
    const refused = (id: number) => ({ code: 'INDEX_DUPLICATE_ID', message: expect.stringContaining(`id ${id} already`) })
    {
      await using index = await openDuplicateIndex({ folder, memoryBytes: leastMemoryBytes })
      await index.add(two, 7)
      await expect(index.add(one, 8)).rejects.toMatchObject(refused(8))
      await expect(index.add(two, 6)).rejects.toMatchObject(refused(7))
      const first = index.add(two, 100)
      await expect(index.add(two, 99)).rejects.toMatchObject(refused(100))
      await first
      await index.add(two, 9)
      expect(index.documentCount).toBe(6)
    }
    await using index = await openDuplicateIndex({ folder, memoryBytes: leastMemoryBytes })
    await expect(index.add(one, 10)).rejects.toMatchObject(refused(10))
    await index.add(one, 11)
    expect([...(await index.findDuplicates()).ids]).toEqual([7, 8, 9, 10, 11, 100, 101])
  })

  test('takes an id again whose document could not be added', async () => {
    await using index = await openDuplicateIndex({ folder: newFolder(), memoryBytes: leastMemoryBytes })
    const controller = new AbortController()
    const offsets = Uint32Array.from({ length: 100_001 }, (_, place) => place * 100)
    const adding = index.add({ bytes: new Uint8Array(10_000_000), offsets }, 5, { signal: controller.signal })
    controller.abort()
    await expect(adding).rejects.toMatchObject({ name: 'AbortError' })
    await index.add(toBatch([encode('a')]), 5)
    expect([...(await index.findDuplicates()).ids]).toEqual([5])
  })

  test('refuses ids, bands, ranks and documents that do not fit', async () => {
    await using index = await openDuplicateIndex({ folder: newFolder(), memoryBytes: leastMemoryBytes })
    const batch = toBatch([encode('a b c d e f'), encode('a b c d e f g')])
    await expect(index.add(batch, 2 ** 32 - 2)).rejects.toThrow('firstId is 4294967294')
    await expect(index.add(batch, -1)).rejects.toBeInstanceOf(RangeError)
    await index.add(batch, 0)
    const anyPair = { bands: 256, rows: 1 }
    await expect(index.findDuplicates({ bands: { bands: 26, rows: 10 } })).rejects.toThrow('rows is 10')
    await expect(index.findDuplicates({ rank: () => new Float64Array(1) })).rejects.toThrow('1 numbers for 2 ids')
    await expect(index.findDuplicates({ bands: anyPair, readDocuments: () => toBatch([encode('a')]) })).rejects.toMatchObject({
      code: 'INDEX_STATE',
    })
  })

  test('cannot be used once it is closed', async () => {
    const index = await openDuplicateIndex({ folder: newFolder(), memoryBytes: leastMemoryBytes })
    const adding = index.add(toBatch([encode('a')]), 0)
    await index.close()
    await adding
    await index.close()
    await expect(index.add(toBatch([encode('a')]), 1)).rejects.toMatchObject({ code: 'INDEX_CLOSED' })
    await expect(index.findDuplicates()).rejects.toMatchObject({ code: 'INDEX_CLOSED' })
  })
})
