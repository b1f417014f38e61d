import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findBinaryKind } from '#engine/dataset/importers/binary-content'

test.each([
  ['nothing', '', null],
  ['a model of Pkl', 'module Service\nport: UInt16 = 8080\n', null],
  ['colours of a terminal', '\u001b[31mred\u001b[0m\n', null],
  ['pages', 'one\f\ntwo\f\n', null],
  ['Latin-1', Buffer.from('straße größer übrig\n', 'latin1'), null],
  ['Shift-JIS', Buffer.from('8365835883672e0a', 'hex'), null],
  ['UTF-8 that is cut in a character', Buffer.from('€'.repeat(4000)).subarray(0, 8000), null],
  ['many control characters in UTF-8', '\u0001'.repeat(50), null],
  ['a zero byte', 'a\0b', 'binary'],
  ['a zero byte after the beginning', `${'x'.repeat(9000)}\0`, null],
  ['UTF-16', Buffer.from('\ufefftext', 'utf16le'), 'utf-16'],
  ['UTF-16 of the other order', Buffer.from('\ufefftext', 'utf16le').swap16(), 'utf-16'],
  ['something compressed', gzipSync('some words that are compressed'.repeat(3)), 'binary'],
])('%s', (_, content, kind) => {
  expect(findBinaryKind(Buffer.from(content as string))).toBe(kind)
})

test('text is text in every encoding without zero bytes', () => {
  const lines = fc.array(fc.string({ unit: fc.constantFrom(...'abcXYZ019 \t{}();äöüßéñ'), maxLength: 60 }), { maxLength: 40 })
  fc.assert(
    fc.property(lines, fc.constantFrom('utf8' as const, 'latin1' as const), (parts, encoding) => {
      expect(findBinaryKind(Buffer.from(parts.join('\n'), encoding))).toBeNull()
    }),
  )
})

test('random bytes are binary, also without a zero among them', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const blocks = Array.from({ length: 32 }, (_, index) => createHash('sha512').update(`${seed} ${index}`).digest())
      expect(findBinaryKind(Buffer.concat(blocks).filter((byte) => byte !== 0))).toBe('binary')
    }),
  )
})
