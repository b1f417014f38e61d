import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeJaccards, type MinHashOptions } from '#native'
import { jaccardReference, splitTokensReference } from './minhash-reference.ts'
import { encode, toBatch } from './near-duplicate-documents.ts'
import { splitWordsReference } from './word-reference.ts'

async function similarityOf(first: string, second: string, options: MinHashOptions = {}): Promise<number> {
  const [similarity = Number.NaN] = await computeJaccards(toBatch([encode(first), encode(second)]), Uint32Array.of(0, 1), options)
  return similarity
}

const anyTokens = fc.constantFrom('words' as const, 'bigcode' as const, 'bigcode-v2' as const)
/** Characters of which BigCode's tokens keep nothing, and marks of which nobody's words do. */
const wordless = fc.string({ unit: fc.constantFrom(...'{}[]();=-<>+.,:#\n\t \r'), maxLength: 60 })
const notAscii = fc.string({
  unit: fc.constantFrom(...'本项目用于管理это программа הפרויקט هذا المشروع ひらがな。，「」 \n;'),
  maxLength: 60,
})

describe('documents of which the tokens keep no word', () => {
  test('duplicate those with the same bytes alone, whatever the tokens', async () => {
    await fc.assert(
      fc.asyncProperty(wordless, wordless, anyTokens, async (first, second, tokens) => {
        expect(await similarityOf(first, second, { tokens })).toBe(first === second ? 1 : 0)
        expect(await similarityOf(first, first, { tokens })).toBe(1)
      }),
    )
    await fc.assert(
      fc.asyncProperty(notAscii, notAscii, async (first, second) => {
        expect(await similarityOf(first, second, { tokens: 'bigcode' })).toBe(first === second ? 1 : 0)
      }),
    )
  })

  test('stay apart though they share a word or two', async () => {
    const texts = ['本项目用于管理图书馆的借阅记录 v1，支持导出报表。', '这是一个天气预报小工具 v1，每天早上发送提醒。']
    for (const tokens of ['words', 'bigcode', 'bigcode-v2'] as const) {
      expect(await similarityOf(texts[0] ?? '', texts[1] ?? '', { tokens })).toBeLessThan(0.1)
    }
  })
})

describe('words', () => {
  test('part where the regular expressions say', () => {
    expect(splitWordsReference('total_1 = f(x2);')).toEqual(['total_1', '=', 'f', '(', 'x2', ')', ';'])
    expect(splitWordsReference('图书馆 ひと カタカナ 한국어 ไทย naïve')).toEqual([
      ...'图书馆ひと',
      'カタカナ',
      '한국어',
      ...'ไทย',
      'naïve',
    ])
    expect(splitWordsReference('e\u0301t\u00ADe\u200D \uFEFF👍🏽“x”')).toEqual(['e\u0301te', '👍🏽', '“', 'x', '”'])
  })

  const anyToken = fc.oneof(
    fc.constantFrom(
      'word',
      'x1',
      '_',
      'naïve',
      'слово',
      'кириллица2',
      'أداة',
      '中',
      '文',
      'ก',
      '=',
      '{',
      '。',
      '→',
      '😀',
      '한국어',
    ),
    fc.stringMatching(/^[a-z]{1,40}$/),
  )
  const anyBlank = fc.stringMatching(/^(?:[ \t\n\u00A0\u3000\u2028]|\r\n){1,4}$/u)

  test('do not see white space, line ends and format characters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyToken, anyBlank, anyBlank), { minLength: 5, maxLength: 60 }),
        fc.constantFrom('', '\uFEFF', '\u200E'),
        async (parts, start) => {
          const [first, second] = [1, 2].map((blank) => parts.map((part) => part[0] + part[blank]).join(''))
          const words = parts.filter(([token]) => /[\p{L}\p{N}_]/u.test(token))
          fc.pre(words.length >= 5)
          expect(await similarityOf(first ?? '', start + second)).toBe(1)
        },
      ),
    )
  })

  test('find a copy with other line ends and one line more', async () => {
    const lines = Array.from({ length: 40 }, (_, line) => `total${line} = item${line}`)
    const text = `${lines.join('\n')}\n`
    const copies = [
      `${lines.join('\r\n')}\r\n`,
      text.replaceAll(' ', '\t'),
      lines.map((line) => `    ${line}   `).join('\n\n'),
      `\uFEFF${text}`,
      `${lines.join('\r\n')}\r\nmore = 1\r\n`,
      `# Copyright nobody\n${text}`,
    ]
    for (const copy of copies) expect(await similarityOf(text, copy)).toBeGreaterThan(0.95)
  })

  test('tell texts of every script apart as sets of strings do', async () => {
    const texts = [
      '本项目用于管理图书馆的借阅记录，支持导出。',
      'Эта программа считает площадь фигур по их координатам.',
      'أداة لتحويل الصور إلى نصوص قصيرة جدا',
    ]
    for (const first of texts) {
      for (const second of texts) {
        const expected = jaccardReference(encode(first), encode(second))
        expect(await similarityOf(first, second)).toBeCloseTo(expected, 12)
        expect(expected).toBe(first === second ? 1 : 0)
      }
      expect(splitTokensReference(encode(first), 'words').length).toBeGreaterThan(5)
    }
  })
})
