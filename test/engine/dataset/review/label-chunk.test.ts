import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyPatch,
  chunkLength,
  type LabelEntries,
  type LabelPatch,
  packChunk,
  packPatch,
  unpackChunk,
  unpackPatch,
} from '#engine/dataset/review/label-chunk'
import { listPatches } from '#engine/dataset/review/label-edit'

const entry = fc.record({ verdict: fc.nat(3), origin: fc.nat(2 ** 32 - 1) })
const places = fc.uniqueArray(fc.nat(chunkLength - 1), { maxLength: 50 }).map((each) => each.sort((a, b) => a - b))

const patches: fc.Arbitrary<LabelPatch> = places.chain((chosen) =>
  fc.array(entry, { minLength: chosen.length, maxLength: chosen.length }).map((entries) => ({
    places: Uint16Array.from(chosen),
    verdicts: Uint8Array.from(entries, ({ verdict }) => verdict),
    origins: Uint32Array.from(entries, ({ origin }) => origin),
  })),
)

function emptyChunk(): LabelEntries {
  return { verdicts: new Uint8Array(chunkLength), origins: new Uint32Array(chunkLength) }
}

test('patches and chunks come out of storage as they went in', () => {
  fc.assert(
    fc.property(patches, (patch) => {
      const chunk = emptyChunk()
      applyPatch(chunk, patch)
      expect(unpackPatch(packPatch(patch))).toEqual(patch)
      const stored = unpackChunk(packChunk(chunk))
      expect(Buffer.compare(stored.verdicts, chunk.verdicts)).toBe(0)
      expect(stored.origins.every((origin, place) => origin === chunk.origins[place])).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('what a patch gives back undoes it, and what that gives back does it again', () => {
  fc.assert(
    fc.property(patches, patches, (first, second) => {
      const chunk = emptyChunk()
      applyPatch(chunk, first)
      const before = { verdicts: chunk.verdicts.slice(), origins: chunk.origins.slice() }
      const undo = applyPatch(chunk, second)
      expect(applyPatch(chunk, undo)).toEqual(second)
      expect(chunk).toEqual(before)
    }),
    { numRuns: 20 },
  )
})

test('a chunk that is damaged is refused', () => {
  const { verdicts } = emptyChunk()
  expect(() => unpackChunk(packChunk({ verdicts, origins: new Uint32Array(5) }))).toThrow(RangeError)
})

test('documents of several chunks become a patch for each', () => {
  const ids = Uint32Array.of(0, 7, chunkLength - 1, chunkLength, 3 * chunkLength + 2)
  const verdicts = Uint8Array.of(1, 2, 3, 1, 2)
  const origins = Uint32Array.of(10, 11, 12, 13, 14)
  expect([...listPatches({ ids, verdicts, origins })]).toEqual([
    {
      chunkIndex: 0,
      patch: {
        places: Uint16Array.of(0, 7, chunkLength - 1),
        verdicts: Uint8Array.of(1, 2, 3),
        origins: Uint32Array.of(10, 11, 12),
      },
    },
    { chunkIndex: 1, patch: { places: Uint16Array.of(0), verdicts: Uint8Array.of(1), origins: Uint32Array.of(13) } },
    { chunkIndex: 3, patch: { places: Uint16Array.of(2), verdicts: Uint8Array.of(2), origins: Uint32Array.of(14) } },
  ])
})
