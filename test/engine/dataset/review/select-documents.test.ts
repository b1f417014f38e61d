import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAmong, selectDocuments } from '#engine/dataset/review/select-documents'

test('documents are selected in their order, and an id is found among them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(200)), async (wanted) => {
      const ids = await selectDocuments(150, (id) => wanted.includes(id))
      expect([...ids]).toEqual(wanted.filter((id) => id < 150).sort((a, b) => a - b))
      for (let id = 0; id < 160; id++) expect(isAmong(ids, id)).toBe(id < 150 && wanted.includes(id))
    }),
  )
})
