import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filterIds, selectDocuments } from '#engine/dataset/signals/select-documents'

test('documents are selected in the order of their ids, and those of a list in the order of the list', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(200)), fc.uniqueArray(fc.nat(200)), async (wanted, list) => {
      const ids = await selectDocuments(150, (id) => wanted.includes(id))
      expect([...ids]).toEqual(wanted.filter((id) => id < 150).sort((a, b) => a - b))
      const filtered = await filterIds(Uint32Array.from(list), (id) => wanted.includes(id))
      expect([...filtered]).toEqual(list.filter((id) => wanted.includes(id)))
    }),
  )
})
