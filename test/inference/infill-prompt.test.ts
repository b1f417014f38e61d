import type { Token } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { cutPrefix, type InfillTokens, writeInfillPrompt } from '../../main/inference/infill-prompt.ts'
import { toByteString, type Vocabulary } from '../../main/inference/vocabulary.ts'

const PIECE = /\s+|[ \t]?\w+|[ \t]?[^\s\w]+/gu
const pieces: string[] = ['<prefix>', '<suffix>', '<middle>', '<begin>']
const tokens: InfillTokens = { prefix: 0 as Token, suffix: 1 as Token, middle: 2 as Token, begin: null }

/** One token for each word or sign with its blank: enough to see where a prompt is cut. */
const vocabulary: Vocabulary = {
  pieceOf: (token) => pieces[token] ?? '',
  findAgreeing: () => [],
  tokenize: (text) =>
    (text.match(PIECE) ?? []).map((piece) => {
      const bytes = toByteString(piece)
      const known = pieces.indexOf(bytes)
      return (known === -1 ? pieces.push(bytes) - 1 : known) as Token
    }),
}

function write(prefix: string, suffix: string, roomTokens = 1000, withBegin = false) {
  const model = { vocabulary, tokens: { ...tokens, begin: withBegin ? (3 as Token) : null } }
  const prompt = writeInfillPrompt({ prefix, suffix }, model, roomTokens)
  return { text: prompt.tokens.map(vocabulary.pieceOf).join(''), healed: prompt.healed }
}

test('the line of the cursor stands behind the middle token, without the word that is being written', () => {
  expect(write('a = 1\nb = retu', '\nc')).toEqual({ text: '<prefix>a = 1\n<suffix>\nc<middle>b =', healed: ' retu' })
})

test('blanks at the cursor are left out, and so is a run of signs', () => {
  expect(write('return ', '')).toEqual({ text: '<prefix><suffix><middle>return', healed: ' ' })
  expect(write('x\n        ', '')).toEqual({ text: '<prefix>x\n<suffix><middle>', healed: '        ' })
  expect(write('if (a !=', '')).toEqual({ text: '<prefix><suffix><middle>if (a', healed: ' !=' })
})

test('an empty line has nothing to write again', () => {
  expect(write('x\n', 'y')).toEqual({ text: '<prefix>x\n<suffix>y<middle>', healed: '' })
})

test('the begin token comes first for models that ask for it', () => {
  expect(write('', '', 1000, true).text).toBe('<begin><prefix><suffix><middle>')
})

test('half a surrogate pair at the cursor does not stop the prompt', () => {
  expect(() => write('a = "\ud83d', '\ude00"')).not.toThrow()
})

test('a vocabulary that cannot spell the end of the line heals nothing', () => {
  const lossy: Vocabulary = { ...vocabulary, tokenize: (text) => vocabulary.tokenize(text.replaceAll('\f', '')) }
  const prompt = writeInfillPrompt({ prefix: 'a\fb', suffix: '' }, { vocabulary: lossy, tokens }, 1000)
  expect(prompt.healed).toBe('')
})

test('a long text before the cursor is cut at the start of a line and never has more tokens than there is room for', () => {
  const text = Array.from({ length: 3000 }, (_, line) => `value ${line}\n`).join('')
  for (const room of [50, 200, 333]) {
    const kept = cutPrefix(text, room, vocabulary)
    expect(kept.length).toBeLessThanOrEqual(room)
    expect(kept.length).toBeGreaterThan(room / 4)
    expect(kept.map(vocabulary.pieceOf).join('')).toMatch(/^value \d+\n/)
  }
})

test('while a person types, the start of a long text stays where it is for many lines', () => {
  let text = Array.from({ length: 3000 }, (_, line) => `value ${line}\n`).join('')
  const starts = new Set<string>()
  for (let line = 0; line < 50; line++) {
    text += `typed ${line}\n`
    starts.add(cutPrefix(text, 333, vocabulary).slice(0, 4).map(vocabulary.pieceOf).join(''))
  }
  expect(starts.size).toBeLessThanOrEqual(4)
})

test('a line without end is cut too', () => {
  const prompt = write('x'.repeat(100_000), '', 100)
  expect(prompt.text.length).toBeLessThan(700)
})

test('a long suffix has its part of a narrow window, and a short one leaves it to the prefix', () => {
  const lines = Array.from({ length: 900 }, (_, line) => `value ${line}\n`)
  // How much of the room is used depends on where the prefix may be cut, so the best of many lengths is compared.
  const countMost = (suffix: string) => {
    const parts = lines
      .slice(-60)
      .map((_, index) => write(lines.slice(0, -index - 1).join(''), suffix, 384).text.split('<suffix>'))
    const count = (part: number) => Math.max(...parts.map((texts) => texts[part]?.split('\n').length ?? 0))
    return { before: count(0), after: count(1) }
  }
  const long = countMost(lines.join(''))
  expect(long.before).toBeGreaterThan(long.after)
  expect(countMost('\n').before).toBeGreaterThan(long.before)
})

test('a bracket that is typed in a line and closed behind it leaves the start of a narrow window where it is', () => {
  const prefix = Array.from({ length: 900 }, (_, line) => `value ${line}\n`).join('')
  const startOf = (text: string) => text.split('\n', 1)[0]
  expect(startOf(write(`${prefix}call(`, ')\nnext', 384).text)).toBe(startOf(write(`${prefix}call`, '\nnext', 384).text))
})
