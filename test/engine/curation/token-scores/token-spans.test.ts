import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toTokenSpans } from '../../../../main/engine/curation/token-scores/token-spans.ts'

const token = (start: number, end: number, bits = 1, matchedLength = 2) => ({ start, end, bits, matchedLength })

test('tokens are found in a text of characters of one to four bytes', () => {
  const text = 'a é你😀b'
  const tokens = [token(0, 1), token(2, 4), token(4, 7), token(7, 11), token(11, 12)]
  const { starts, ends } = toTokenSpans(text, tokens)
  expect(Array.from(starts, (start, index) => text.slice(start, ends[index]))).toEqual(['a', 'é', '你', '😀', 'b'])
})

test('tokens that share a character are one span with the bits of all', () => {
  expect(
    toTokenSpans('x你😀', [token(0, 2, 1, 3), token(2, 3, 2, 1), token(3, 4, 4, 3), token(4, 6, 8), token(6, 8, 16)]),
  ).toEqual({
    starts: Uint32Array.of(0, 2),
    ends: Uint32Array.of(2, 4),
    bits: Float32Array.of(7, 24),
    matchedLengths: Uint8Array.of(1, 2),
  })
})

test('tokens of nothing and those without a score are left out', () => {
  expect(toTokenSpans('abc', [token(0, 1, Number.NaN), token(1, 1), token(1, 3, 5)])).toEqual({
    starts: Uint32Array.of(1),
    ends: Uint32Array.of(3),
    bits: Float32Array.of(5),
    matchedLengths: Uint8Array.of(2),
  })
})

test('a text that is cut anywhere is covered from end to end, without overlap, and no bit is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.array(fc.nat(40)), (text, cuts) => {
      const size = Buffer.byteLength(text)
      const edges = [...new Set([0, ...cuts.filter((cut) => cut < size), size])].sort((a, b) => a - b)
      const tokens = edges.slice(1).map((end, index) => token(edges[index] as number, end))
      const { starts, ends, bits } = toTokenSpans(text, tokens)
      expect([starts[0], ends.at(-1)]).toEqual([0, text.length])
      expect(starts.slice(1)).toEqual(ends.slice(0, -1))
      expect(bits.reduce((sum, each) => sum + each, 0)).toBe(tokens.length)
    }),
  )
})
