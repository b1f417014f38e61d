import fc from 'fast-check'
import { expect, test } from 'vitest'
import { showText } from '#contracts/visible-text'

test.each([
  ['src/größe.c', 'src/größe.c'],
  ['שלום/مرحبا/一.c', 'שלום/مرحبا/一.c'],
  ['a\u202egpj.exe', 'a\\u202egpj.exe'],
  ['mark\u200f\u061c', 'mark\\u200f\\u061c'],
  ['isolate\u2066x\u2069', 'isolate\\u2066x\\u2069'],
  ['two\nlines\r\tand a tab', 'two\\nlines\\r\\tand a tab'],
  ['bell\u0007 delete\u007f next\u0085', 'bell\\u0007 delete\\u007f next\\u0085'],
  ['line\u2028paragraph\u2029', 'line\\u2028paragraph\\u2029'],
  ['zero\u200bwidth\ufeff soft\u00adhyphen', 'zero\\u200bwidth\\ufeff soft\\u00adhyphen'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['half\ud800', 'half\\ud800'],
  ['👩‍👩‍👧 ❤️ क्‍ष', '👩‍👩‍👧 ❤️ क्‍ष'],
])('%j is shown as %s', (text, shown) => {
  expect(showText(text)).toBe(shown)
})

test('whatever is shown is one line without a hidden character, and is shown as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = showText(text)
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u)
      expect(showText(shown)).toBe(shown)
    }),
  )
})
