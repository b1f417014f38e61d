import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openNgramModel } from '#native'
import { createModelFolder, type ModelFolder, textBatch, trainOnText } from './ngram-files.ts'
import { tokenizeReference } from './ngram-tokenizer-reference.ts'

const fragments = fc.constantFrom(
  '\n',
  '\r\n',
  ' ',
  '    ',
  '\t',
  '_',
  'fooBar',
  'HTTPServer',
  'x',
  'ä',
  '中文',
  '٣',
  '→',
  '😀',
  '0',
  '12',
  '0x1f',
  '1.5',
  '1e-3',
  '.',
  '"',
  "'",
  '\\',
  '"a b"',
  "'c'",
  '{',
  '}',
  ';',
  '\0',
  '\u007f',
  '\ufffd',
  '\ufeff',
)
const document = fc.oneof(
  fc.array(fragments, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary-ascii', maxLength: 60 }),
)

/** Trains on the text itself: its words are those of the model, and a score tells where each token lies. */
async function tokenizeNatively(folder: ModelFolder, text: string) {
  const arpaFile = folder.file('arpa')
  const { outputFile } = await trainOnText(folder, '', { documents: [textBatch(text)], tokens: 'code', order: 1, arpaFile })
  const words = readFileSync(arpaFile, 'utf8')
    .split('\n')
    .flatMap((line) => line.split('\t')[1] ?? [])
    .slice(3)
  using model = openNgramModel(outputFile)
  const { offsets, sizes } = await model.scoreTokens(new TextEncoder().encode(text))
  return { words, offsets: [...offsets], sizes: [...sizes] }
}

test('the tokens of code agree with the TypeScript reference on random text', async () => {
  using folder = createModelFolder()
  await fc.assert(
    fc.asyncProperty(document, async (text) => {
      const expected = tokenizeReference(text)
      expect(await tokenizeNatively(folder, text)).toEqual({
        words: [...new Set(expected.map((token) => token.text))].filter((word) => word !== '</s>'),
        offsets: expected.map((token) => token.offset),
        sizes: expected.map((token) => token.size),
      })
    }),
    { numRuns: 600 },
  )
})

test('the tokens of code agree with the TypeScript reference on real source text', async () => {
  using folder = createModelFolder()
  for (const file of ['../../../native/index.ts', '../../../native/ngram/score.cpp', '../../../native/CMakeLists.txt']) {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8').slice(0, 6000)
    const expected = tokenizeReference(text)
    const { offsets, words } = await tokenizeNatively(folder, text)
    expect(offsets).toEqual(expected.map((token) => token.offset))
    expect(words).toEqual([...new Set(expected.map((token) => token.text))].filter((word) => word !== '</s>'))
  }
})
