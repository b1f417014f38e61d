import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDocumentTexts } from '#engine/curation/process/document-texts'
import { openCurated } from '../run/curate-project.ts'

const texts = ['', 'one', 'zwei äöü\n'.repeat(3000), '\0', 'é'.repeat(64), 'x'.repeat(63)]

test('documents are read in the order that is asked for, as they were stored, and a number of none is named', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'codeshell-texts-'))
  try {
    await using curated = await openCurated(path.join(root, 'project'), path.join(root, 'user'))
    curated.add(texts)
    const documents = createDocumentTexts(curated.project.database)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: texts.length - 1 }), { maxLength: 12 }), (places) => {
        const ids = Uint32Array.from(places)
        const { bytes, offsets, languages } = documents.read({ ids, signals: {} })
        const read = places.map((_, index) => Buffer.from(bytes.subarray(offsets[index], offsets[index + 1])).toString())
        expect(read).toEqual(places.map((place) => texts[place]))
        expect(languages).toHaveLength(places.length)
      }),
    )
    expect(() => documents.read({ ids: Uint32Array.of(1, 99, 2), signals: {} })).toThrow('The project has no document 99.')
  } finally {
    rmSync(root, { recursive: true })
  }
})
