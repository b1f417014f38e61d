import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportProperty } from '#contracts/exports'
import { createFolderOutput } from '#engine/dataset/export/folder-output'
import type { OutgoingDocument } from '#engine/dataset/export/outgoing-document'
import { outgoingDocuments } from './outgoing-documents.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codeshell-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const [template] =
  fc.sample(
    outgoingDocuments(0).filter(({ length }) => length > 0),
    1,
  )[0] ?? []

async function write(documents: readonly OutgoingDocument[], name = 'out') {
  const target = join(folder, name)
  mkdirSync(target)
  const output = await createFolderOutput(target, { properties: exportProperty.options, signals: [] })
  for (const document of documents) await output.add(document)
  const written = await output.finish()
  const lines = readFileSync(join(target, 'documents.jsonl'), 'utf8').split('\n').slice(0, -1)
  const rows = lines.map((line) => JSON.parse(line) as { file: string; path: string | null })
  return { ...written, rows, target }
}

const withPath = (path: string | null, id: number, sourceId = 1): OutgoingDocument => ({
  ...(template as OutgoingDocument),
  ...{ id, ordinal: id, path, sourceId, source: sourceId === 1 ? 'code' : 'CODE', bytes: Buffer.from(`${id}`) },
})

test('documents keep their paths below their source, and those that cannot are listed with the reason', async () => {
  const paths = ['a/b.c', 'a/B.C', 'a', 'a/b.c/d', null, '../out.c', 'nul.txt', 'a/b.c']
  const { rows, renamed, target } = await write([...paths.map((path, id) => withPath(path, id)), withPath('a/b.c', 8, 2)])
  expect(rows.map(({ file }) => file)).toEqual([
    'documents/code/a/b.c',
    'documents/code/a/B~1.C',
    'documents/code/a~2',
    'documents/code/a/b~3.c/d',
    'documents/code/row-4.txt',
    'documents/code/__/out.c',
    'documents/code/_nul.txt',
    'documents/code/a/b~7.c',
    'documents/CODE~2/a/b.c',
  ])
  expect(rows.map(({ path }) => path)).toEqual([...paths, 'a/b.c'])
  for (const [id, { file }] of rows.entries()) expect(readFileSync(join(target, file), 'utf8')).toBe(`${id}`)
  expect(renamed.count).toBe(7)
  expect(renamed.listed).toContainEqual({ file: 'documents/code/row-4.txt', path: null, reason: 'it has no path' })
  expect(renamed.listed).toContainEqual(expect.objectContaining({ path: 'a/B.C', reason: 'another document has this name' }))
})

test('whatever the paths are, each document has a file of its own with its bytes, byte for byte', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(outgoingDocuments(0), async (documents) => {
      const { rows, target } = await write(documents, `run-${run++}`)
      expect(rows.map(({ path }) => path)).toEqual(documents.map(({ path }) => path))
      for (const [index, { file }] of rows.entries()) {
        expect(readFileSync(join(target, file)).equals(documents[index]?.bytes as Buffer)).toBe(true)
      }
      expect(new Set(rows.map(({ file }) => file.normalize('NFC').toLowerCase())).size).toBe(documents.length)
      expect(readdirSync(target).sort()).toEqual(['documents', 'documents.jsonl'])
    }),
    { numRuns: 20 },
  )
})

test('a thousand documents with one path are named at once, and no more are listed than a person reads', async () => {
  const { rows, renamed } = await write(Array.from({ length: 1500 }, (_, id) => withPath('data.txt', id)))
  expect(rows[1499]?.file).toBe('documents/code/data~1499.txt')
  expect([renamed.count, renamed.listed.length]).toEqual([1499, 1000])
})
