import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findFirstPlace, findNumber } from '#engine/platform/find-first-place'

test('the first place from which a condition holds is found, in any length', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(400), (length, first) => {
      expect(findFirstPlace(length, (place) => place >= first)).toBe(Math.min(first, length))
    }),
  )
})

test('a number is found in an ascending list, and one that is not in it is not', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(60)), fc.nat(70), (numbers, wanted) => {
      const ascending = Uint32Array.from(numbers.sort((a, b) => a - b))
      const place = ascending.indexOf(wanted)
      expect(findNumber(ascending, wanted)).toBe(place < 0 ? null : place)
    }),
  )
})
