import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskText } from '#engine/dataset/export/mask-text'

const mask = (text: string, ...masks: [start: number, end: number, placeholder: string][]) => {
  const { bytes, placeholders } = maskText(
    Buffer.from(text),
    masks.map(([start, end, placeholder]) => ({ start, end, placeholder })),
  )
  return [bytes.toString(), placeholders]
}

test('each place is replaced by its placeholder, in whatever order they come', () => {
  expect(mask('a@b.c and d@e.f', [10, 15, '<EMAIL>'], [0, 5, '<EMAIL>'])).toEqual(['<EMAIL> and <EMAIL>', ['<EMAIL>', '<EMAIL>']])
  expect(mask('nothing')).toEqual(['nothing', []])
})

test('of places that overlap nothing stays', () => {
  expect(mask('0123456789', [2, 6, '<KEY>'], [4, 8, '<EMAIL>'])).toEqual(['01<KEY>89', ['<KEY>']])
  expect(mask('0123456789', [2, 8, '<KEY>'], [4, 5, '<EMAIL>'])).toEqual(['01<KEY>89', ['<KEY>']])
})

test('no byte of a place is left, and every other one is', () => {
  const spans = fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 })), { maxLength: 6 })
  fc.assert(
    fc.property(spans, (found) => {
      const text = Buffer.from(Array.from({ length: 40 }, (_, index) => 128 + index))
      const masks = found.map(([start, length]) => ({ start, end: start + length, placeholder: '-' }))
      const isMasked = (byte: number) => masks.some(({ start, end }) => byte - 128 >= start && byte - 128 < end)
      const left = maskText(text, masks).bytes.filter((byte) => byte !== 45)
      expect([...left]).toEqual([...text].filter((byte) => !isMasked(byte)))
    }),
  )
})
