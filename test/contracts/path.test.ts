import fc from 'fast-check'
import { expect, test } from 'vitest'
import { path } from '#contracts/path'

test('a path from the root of any system is taken as it is', () => {
  for (const given of ['/', '/home/me/ü', '/a/../b ', 'C:\\code', 'd:/code', '\\\\server\\share'])
    expect(path.parse(given)).toBe(given)
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (rest) => path.parse(`/${rest.replaceAll('\0', '')}`).startsWith('/')))
})

test.each(['', '~', '~/code', 'code', './code', '../code', 'C:code', '/a\0b', '/a\ud800'])('%j is refused', (given) => {
  expect(path.safeParse(given).success).toBe(false)
})
