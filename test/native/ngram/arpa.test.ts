import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importArpa, openNgramModel, type TrainNgramModelOptions, trainNgramModel } from '#native'
import { toBatch } from '../base/document-batch.ts'
import { createModelFolder, type ModelFolder, scoreText } from './ngram-files.ts'

/** Trains, reads the ARPA file of the training again, and gives the scores of a text by both models. */
async function readAgain(folder: ModelFolder, bytes: Uint8Array, options: Partial<TrainNgramModelOptions> = {}) {
  const common = { temporaryFolder: folder.temporaryFolder, memoryBytes: 16 * 1024 * 1024, tokens: 'words' as const, ...options }
  const [arpaFile, trained, imported] = [folder.file('arpa'), folder.file('trained'), folder.file('imported')]
  const { counts } = await trainNgramModel({ ...common, documents: [toBatch([bytes])], outputFile: trained, order: 3, arpaFile })
  const { tokens, memoryBytes, temporaryFolder } = common
  const report = await importArpa({ arpaFile, outputFile: imported, tokens, memoryBytes, temporaryFolder })
  expect(report.counts).toEqual(counts)
  const score = async (file: string) => {
    using model = openNgramModel(file)
    return [...(await model.scoreTokens(bytes)).log10Probabilities]
  }
  return { trained: await score(trained), imported: await score(imported) }
}

describe('an ARPA file that a training wrote', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    ' ',
    '\t',
    '\n',
    '\r',
    '\0',
    '\v',
    '\f',
    '\u00a0',
    '\u2028',
    '\u3000',
    '\ufeff',
    '\\',
    'é',
    '語',
  )
  const special = fc.constantFrom(
    '<unk>',
    '<UNK>',
    '<s>',
    '</s>',
    '\\end\\',
    '\\data\\',
    '\\2-grams:',
    'ngram',
    '-inf',
    '1e9',
    '\x1f\x8b',
  )
  const bytes = fc
    .array(fc.oneof(piece, piece, special, fc.constant(' ')), { minLength: 1, maxLength: 60 })
    .map((pieces) => Buffer.from(pieces.join('')))
  const withBinary = fc.oneof(
    bytes,
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((content) => Buffer.from(content)),
  )

  test.each(['words', 'code'] as const)('is read again with the same scores, whatever the text of %s holds', async (tokens) => {
    await fc.assert(
      fc.asyncProperty(withBinary, async (content) => {
        using folder = createModelFolder()
        // A text without a token is refused.
        const text = Buffer.concat([content, Buffer.from('\nend\n')])
        const { trained, imported } = await readAgain(folder, text, { tokens })
        expect(imported).toEqual(trained)
      }),
      { numRuns: 40 },
    )
  })

  test('is read again with a word of several megabytes', async () => {
    using folder = createModelFolder()
    const { trained, imported } = await readAgain(folder, Buffer.from(`a ${'x'.repeat(3_000_000)} b\na b\n`))
    expect(imported).toEqual(trained)
  })

  test('has the words that lmplz finds in the same text', async () => {
    using folder = createModelFolder()
    const golden = new URL('lmplz/', import.meta.url)
    const arpaFile = folder.file('arpa')
    await trainNgramModel({
      documents: [toBatch([readFileSync(new URL('odd-words.txt', golden))])],
      outputFile: folder.file('model'),
      temporaryFolder: folder.temporaryFolder,
      tokens: 'words',
      order: 2,
      arpaFile,
    })
    const gramsOf = (file: string | URL) =>
      readFileSync(file, 'latin1')
        .split('\n')
        .flatMap((line) => line.split('\t')[1] ?? [])
        .sort()
    expect(gramsOf(arpaFile)).toEqual(gramsOf(new URL('odd-words.arpa', golden)))
  })
})

describe('an ARPA file of another tool', () => {
  const plain =
    '\\data\\\nngram 1=5\nngram 2=3\n\n\\1-grams:\n-1.2\t<unk>\n-99\t<s>\t-0.3\n-0.7\t</s>\n-0.6\tred\t-0.2\n-0.5\tfox\t-0.1\n\n' +
    '\\2-grams:\n-0.2\t<s> red\n-0.3\tred fox\n-0.4\tfox </s>\n\n\\end\\\n'

  const variants: Record<string, (text: string) => string> = {
    'a tab before the counts': (text) => text.replaceAll('=', '=\t'),
    'blanks around lengths and counts': (text) => text.replace(/ngram (\d)=/g, 'ngram  $1  =     '),
    'blanks around headings': (text) => text.replace(/^(\\\S+)$/gm, ' $1 \t'),
    'no blank lines': (text) => text.replaceAll('\n\n', '\n'),
    'blank lines everywhere': (text) => text.replaceAll('\n', '\n \t\n'),
    'text before the data': (text) => `A model of some tool.\nngram 1=7\n\n${text}`,
    'a byte order mark': (text) => `\ufeff${text}`,
    'carriage returns': (text) => text.replaceAll('\n', '\r\n'),
    'text after the end': (text) => `${text}\nmade by a tool\n`,
    'tabs between words': (text) => text.replaceAll(/(\S) (\S+)$/gm, '$1\t$2').replace('ngram\t', 'ngram '),
  }

  async function scoreImported(text: string): Promise<number[]> {
    using folder = createModelFolder()
    const [arpaFile, outputFile] = [folder.file('arpa'), folder.file('model')]
    writeFileSync(arpaFile, text)
    await importArpa({ arpaFile, outputFile, temporaryFolder: folder.temporaryFolder })
    return (await scoreText(outputFile, 'red fox\nfox <UNK>\n')).map((score) => Number(score.toFixed(4)))
  }

  test('is read with any spacing, alone and with others', async () => {
    const expected = await scoreImported(plain)
    expect(expected.slice(0, 3)).toEqual([-0.2, -0.3, -0.4])
    const names = Object.keys(variants)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }), async (chosen) => {
        const text = names
          .filter((name) => chosen.includes(name))
          .reduce((result, name) => variants[name]?.(result) ?? result, plain)
        expect(await scoreImported(text), chosen.join(', ')).toEqual(expected)
      }),
      { examples: names.map((name) => [[name]]), numRuns: 30 },
    )
  })

  test('may spell <unk> in capitals, or have a word of that spelling beside it', async () => {
    const unknown = (await scoreImported(plain)).at(-2)
    expect((await scoreImported(plain.replace('<unk>', '<UNK>'))).at(-2)).toBe(unknown)
    const both = plain.replace('ngram 1=5', 'ngram 1=6').replace('-0.6\tred', '-0.05\t<UNK>\n-0.6\tred')
    expect((await scoreImported(both)).at(-2)).toBe(-0.15)
  })

  test('may have probabilities of 0', async () => {
    expect((await scoreImported(plain.replace('-0.3\tred fox', '-inf\tred fox')))[1]).toBe(-99)
  })

  test.each([
    ['\x1f\x8b\x08', 'compressed with gzip'],
    ['mmap lm http://kheafield.com/code format version 5\n', 'a binary file of KenLM'],
    ['blmt 3 1\n', 'of IRSTLM'],
  ])('is refused with what it is when it begins with %j', async (text, message) => {
    using folder = createModelFolder()
    const arpaFile = folder.file('arpa')
    writeFileSync(arpaFile, Buffer.from(text, 'latin1'))
    const running = importArpa({ arpaFile, outputFile: folder.file('model'), temporaryFolder: folder.temporaryFolder })
    await expect(running).rejects.toThrow(message)
  })
})
