import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TextPattern } from '#contracts/query/query'
import { isWholeNeed, patternNeed } from '#engine/dataset/search/index/pattern-need'
import { foldedBytes, type TrigramNeed } from '#engine/dataset/search/index/trigrams'
import { createTestedText, createTextTest } from '#engine/dataset/search/text-test'

function listTrigrams(bytes: Buffer): Set<number> {
  const codes = new Set<number>()
  for (let end = 2; end < bytes.length; end++) {
    const [a, b, c] = [end - 2, end - 1, end].map((place) => foldedBytes[bytes[place] as number] as number) as [
      number,
      number,
      number,
    ]
    codes.add((a << 16) | (b << 8) | c)
  }
  return codes
}

function isMet(need: TrigramNeed, codes: ReadonlySet<number>): boolean {
  if (need.type === 'all') return true
  if (need.type === 'trigrams') return need.codes.every((code) => codes.has(code))
  return need.type === 'and' ? need.parts.every((part) => isMet(part, codes)) : need.parts.some((part) => isMet(part, codes))
}

/** The needs as the trigrams' own characters, for reading. */
function show(need: TrigramNeed): unknown {
  if (need.type === 'all') return 'all'
  if (need.type === 'trigrams') {
    return need.codes.map((code) => Buffer.from([code >> 16, (code >> 8) & 255, code & 255]).toString()).join(' ')
  }
  return { [need.type]: need.parts.map(show) }
}

const regex = (source: string, flags = ''): TextPattern => ({ type: 'regex', source, flags })
const substring = (text: string, matchCase = false): TextPattern => ({ type: 'substring', text, matchCase })

test.each<[TextPattern, unknown]>([
  [substring('Import'), 'imp mpo por ort'],
  [substring('ab'), 'all'],
  [substring('你'), '你'],
  [substring('abcÄdef'), 'abc def'],
  [substring('Äb', true), 'Äb'.toLowerCase() === 'äb' ? expect.anything() : ''],
  [regex('abc|defg'), { or: ['abc', 'def efg'] }],
  [regex('abc|d?'), 'all'],
  [regex('ab+c'), 'all'],
  [regex('abc+def'), { and: ['abc', 'def'] }],
  [regex('abcd?efg'), { and: ['abc', 'efg'] }],
  [regex('abcd{0,2}efg'), { and: ['abc', 'efg'] }],
  [regex('abcd{2}efg'), { and: ['abc bcd', 'efg'] }],
  [regex('std::\\w+\\('), 'std td: d::'],
  [regex('(?:foo|bar)baz'), { and: [{ or: ['foo', 'bar'] }, 'baz'] }],
  [regex('(foo)?bar'), 'bar'],
  [regex('foo(?!bar)'), 'foo'],
  [regex('foo(?=bar)'), { and: ['foo', 'bar'] }],
  [regex('(?<name>foo)\\k<name>x'), 'foo'],
  [regex('foo[abc]bar[^\\]]'), { and: ['foo', 'bar'] }],
  [regex('foo\\.bar\\n'), 'foo oo. o.b .ba bar ar\n'],
  [regex('\\u0041bcd'), 'bcd'],
  [regex('task', 'iu'), 'all'],
  [regex('task', 'i'), 'tas ask'],
  [regex('abc{def'), 'abc bc{ c{d {de def'],
])('%j needs %j', (pattern, needs) => {
  expect(show(patternNeed(pattern))).toEqual(needs)
})

test('no text that has a pattern lacks what the pattern needs', () => {
  const characters = fc.constantFrom(...'abkKsSxäÄßſ你K.(\n', '😀', '\ufffd')
  const text = fc.array(characters, { maxLength: 12 }).map((all) => all.join(''))
  const piece = fc.constantFrom(
    ...['a', 'b', 'k', 's', 'S', 'x', 'ä', '你', '😀', '\\.', '.', '[ab]', '\\w', '(a|bk)', '(?:sx)', '(?=s)', '(?!x)', '\\n'],
  )
  const quantified = fc
    .tuple(piece, fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,1}', '+?'))
    .map(([atom, times]) => (/^\(\?[=!]/.test(atom) ? atom : atom + times))
  const branch = fc.array(quantified, { minLength: 1, maxLength: 5 }).map((all) => all.join(''))
  const expression = fc.array(branch, { minLength: 1, maxLength: 2 }).map((all) => all.join('|'))
  const pattern = fc.oneof(
    fc.record({
      type: fc.constant('substring' as const),
      text: fc.array(characters, { minLength: 1, maxLength: 5 }).map((all) => all.join('')),
      matchCase: fc.boolean(),
    }),
    fc.record({ type: fc.constant('regex' as const), source: expression, flags: fc.constantFrom('', 'i', 'iu', 's') }),
  )
  fc.assert(
    fc.property(text, text, pattern, (before, after, looked) => {
      // Often with the text itself, or nothing would be found.
      const bytes = Buffer.from(
        before +
          (looked.type === 'substring' ? looked.text.toUpperCase() : looked.source.replace(/[\\?*+{}()|[\]]/g, '')) +
          after,
      )
      const has = createTextTest(looked)(createTestedText(bytes))
      const meets = isMet(patternNeed(looked), listTrigrams(bytes))
      if (has) expect(meets).toBe(true)
      if (isWholeNeed(looked)) expect(has).toBe(meets)
    }),
    { numRuns: 5000 },
  )
})
