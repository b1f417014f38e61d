import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exportArpa, importArpa, NgramModelError, ngramScoreColumns, openNgramModel } from '#native'
import { createModelFolder, type ModelFolder, scoreText, textBatch, trainOnText } from './ngram-files.ts'

const golden = new URL('lmplz/', import.meta.url)

async function importText(folder: ModelFolder, text: string, name = 'imported') {
  const arpaFile = folder.file(`${name}.arpa`)
  writeFileSync(arpaFile, text)
  const outputFile = folder.file(name)
  const report = await importArpa({ arpaFile, outputFile, temporaryFolder: folder.temporaryFolder })
  return { report, outputFile }
}

describe('a model imported from an ARPA file', () => {
  test.each(['order-3', 'order-4-pruned'])('gives each token what KenLM gives it, %s', async (name) => {
    using folder = createModelFolder()
    const { outputFile } = await importText(folder, readFileSync(new URL(`${name}.arpa`, golden), 'utf8'))
    using model = openNgramModel(outputFile)
    const bytes = readFileSync(new URL('scored.txt', golden))
    const { log10Probabilities, matchedLengths } = await model.scoreTokens(bytes)
    const expected = readFileSync(new URL(`${name}.scores.txt`, golden), 'utf8')
      .trim()
      .split('\n')
    expect(log10Probabilities).toHaveLength(expected.length)
    let sum = 0
    for (const [index, line] of expected.entries()) {
      const [length, score] = line.split(' ').map(Number)
      expect(Math.abs((log10Probabilities[index] ?? 0) - (score ?? 0)), `token ${index}`).toBeLessThan(1e-4)
      // KenLM gives an unknown word the length 1.
      expect(Math.max(1, matchedLengths[index] ?? 0)).toBe(length)
      sum += score ?? 0
    }
    const [perplexity] = await model.score({ bytes, offsets: Uint32Array.of(0, bytes.length) })
    expect(perplexity).toBeCloseTo(10 ** (-sum / expected.length), 4)
  })

  test('is the trained model again, bit for bit', async () => {
    using folder = createModelFolder()
    const arpaFile = folder.file('trained.arpa')
    const { outputFile } = await trainOnText(folder, readFileSync(new URL('corpus.txt', golden), 'utf8'), { arpaFile })
    const imported = folder.file('imported')
    await importArpa({ arpaFile, outputFile: imported, temporaryFolder: folder.temporaryFolder })
    expect(readFileSync(imported).equals(readFileSync(outputFile))).toBe(true)
  })

  test('comes back as an ARPA file that gives the same scores', async () => {
    using folder = createModelFolder()
    const text = readFileSync(new URL('corpus.txt', golden), 'utf8')
    const { outputFile } = await trainOnText(folder, text, { structure: 'trie', order: 4 })
    const arpaFile = folder.file('exported.arpa')
    await exportArpa({ modelFile: outputFile, arpaFile })
    const { outputFile: imported } = await importText(folder, readFileSync(arpaFile, 'utf8'))
    const [before, after] = [await scoreText(outputFile, text), await scoreText(imported, text)]
    for (const [index, score] of before.entries()) expect(after[index]).toBeCloseTo(score, 5)
  })

  test('backs off past endings that the file leaves out', async () => {
    using folder = createModelFolder()
    // The 3-gram "a b c" is listed, its ending "b c" is not.
    const arpa =
      '\n\\data\\\nngram 1=6\nngram 2=1\nngram 3=1\n\n\\1-grams:\n-1\t<unk>\n-99\t<s>\t-0.5\n-1\t</s>\n-0.7\ta\t-0.2\n-0.8\tb\t-0.3\n-0.9\tc\t-0.1\n\n' +
      '\\2-grams:\n-0.4\ta b\t-0.6\n\n\\3-grams:\n-0.05\ta b c\n\n\\end\\\n'
    const { report, outputFile } = await importText(folder, arpa)
    expect(report.counts).toEqual([6, 2, 1])
    const scores = await scoreText(outputFile, 'a b c\nb c\n')
    // p(a | <s>) = bo(<s>) p(a), p(b | <s> a) = p(b | a), p(c | a b), p(</s> | b c) = bo(b c) bo(c) p(</s>) with bo(b c) = 1;
    // p(b | <s>), p(c | <s> b) = bo(b) p(c), p(</s> | b c)
    const expected = [-1.2, -0.4, -0.05, -1.1, -1.3, -1.2, -1.1]
    expect(scores.map((score) => score.toFixed(5))).toEqual(expected.map((score) => score.toFixed(5)))
  })

  test('reads any spacing, CRLF, <UNK> and a file without <unk>', async () => {
    using folder = createModelFolder()
    const arpa =
      '\r\n\\data\\\r\nngram 1=4\r\n\r\n\\1-grams:\r\n-1.0e0 <s>\r\n-0.5\t</s>\r\n-.25  a\r\n-3 <UNK>\r\n\r\n\\end\\\r\n'
    const { outputFile, report } = await importText(folder, arpa)
    expect(report.warnings).toEqual([])
    expect(await scoreText(outputFile, 'a b')).toEqual([-0.25, -3, -0.5])
    const missing = await importText(folder, '\\data\\\nngram 1=2\n\n\\1-grams:\n-1 <s>\n-0.5 </s>\n\n\\end\\\n', 'missing')
    expect(missing.report.warnings).toEqual([expect.stringContaining('no <unk>')])
    expect(await scoreText(missing.outputFile, 'b')).toEqual([-100, -0.5])
  })

  test.each([
    ['', 'line 1: the file ends too early'],
    ['hello\n', 'line 1: there is no \\data\\; the file begins with "hello"'],
    ['\\data\\\nngram 2=1\n', 'line 2: expected the number of 1-grams'],
    ['\\data\\\nngram x=1\n', 'line 2: expected ngram LENGTH=COUNT'],
    ['\\data\\\nngram 1=1\n\n\\2-grams:\n', 'line 4: expected \\1-grams:'],
    ['\\data\\\nngram 1=2\n\n\\1-grams:\n-1 a\n\n\\end\\\n', 'there are 1 1-grams, not 2'],
    ['\\data\\\nngram 1=2\n\n\\1-grams:\n-1 a\n-1 a\n\n', 'line 6: the word "a" appears twice'],
    ['\\data\\\nngram 1=1\n\n\\1-grams:\nx a\n\n', 'line 5: "x" is no number'],
    ['\\data\\\nngram 1=1\n\n\\1-grams:\n0.5 a\n\n', 'line 5: the logarithm of a probability is above 0'],
    ['\\data\\\nngram 1=1\n\n\\1-grams:\n-1\n\n', 'line 5: too few words'],
    ['\\data\\\nngram 1=1\n\n\\1-grams:\n-1 a -1 -1\n\n', 'line 5: too many words'],
    [
      '\\data\\\nngram 1=1\nngram 2=1\n\n\\1-grams:\n-1 a\n\n\\2-grams:\n-1 a b\n\n',
      'line 9: the word "b" is not among the 1-grams',
    ],
    [
      '\\data\\\nngram 1=1\nngram 2=2\n\n\\1-grams:\n-1 a\n\n\\2-grams:\n-1 a a\n-1 a a\n\n\\end\\\n',
      'the n-gram "a a" appears twice',
    ],
    ['\\data\\\nngram 1=1\n\n\\1-grams:\n-1 a', 'the file ends within the 1-grams'],
    [`\\data\\\n${'x'.repeat(2_000_000)}`, 'line 2: expected ngram 1=COUNT, found "xxx'],
  ])('is refused with the line that is wrong, case %#', async (text, message) => {
    using folder = createModelFolder()
    const running = importText(folder, text)
    await expect(running).rejects.toThrow(message)
    await expect(running).rejects.toMatchObject({ name: 'NgramModelError', code: 'NGRAM_ARPA' })
    expect(folder.list()).toEqual(['imported.arpa'])
  })
})

describe('scoring', () => {
  test('gives a row for each document and the same for each thread count', async () => {
    using folder = createModelFolder()
    const { outputFile } = await trainOnText(folder, 'const a = 1\nlet b = a\n', { tokens: 'code', order: 3 })
    using model = openNgramModel(outputFile)
    expect(model.info).toMatchObject({ order: 3, structure: 'probing', tokens: 'code' })
    const documents = Array.from({ length: 2000 }, (_, index) => `const x${index} = a\n`.repeat(1 + (index % 9)))
    const batch = textBatch(...documents, '')
    const one = await model.score(batch, { threads: 1 })
    expect(one).toHaveLength(2001 * ngramScoreColumns.length)
    expect(await model.score(batch, { threads: 4 })).toEqual(one)
    // An empty document still ends.
    expect([...one.slice(-5)]).toEqual([expect.closeTo(10 ** -(one.at(-1) ?? 0)), 0, 0, 1, one.at(-1)])
  })

  test('has the figures of a document agree with those of its tokens', async () => {
    using folder = createModelFolder()
    const { outputFile } = await trainOnText(folder, 'if (x) {\n  y()\n}\n', { tokens: 'code', order: 3 })
    using model = openNgramModel(outputFile)
    const bytes = new TextEncoder().encode('if (zebra) {\n  x()\n  "two words"\n}\n')
    const tokens = await model.scoreTokens(bytes)
    const sum = tokens.log10Probabilities.reduce((total, score) => total + score, 0)
    const count = tokens.log10Probabilities.length
    const unknown = tokens.matchedLengths.filter((length) => length === 0).length
    expect(unknown).toBeGreaterThan(0)
    const [perplexity, bitsPerByte, unknownFraction, tokenCount, log10] = await model.score({
      bytes,
      offsets: Uint32Array.of(0, bytes.length),
    })
    expect(log10).toBeCloseTo(sum, 4)
    expect(perplexity).toBeCloseTo(10 ** (-sum / count), 4)
    expect(bitsPerByte).toBeCloseTo((-sum * Math.log2(10)) / bytes.length, 4)
    expect([unknownFraction, tokenCount]).toEqual([unknown / count, count])
    const text = [...tokens.offsets].map((offset, index) =>
      Buffer.from(bytes).toString('utf8', offset, offset + (tokens.sizes[index] ?? 0)),
    )
    expect(text).toEqual('if|(|zebra|)|{|\n||x|(|)|\n|"two words"|\n||}|\n|'.split('|'))
  })

  test('sums the probabilities of all words to 1 after random histories', async () => {
    using folder = createModelFolder()
    const words = ['a', 'b', 'c', 'd']
    const text = fc.sample(fc.array(fc.constantFrom(...words), { maxLength: 9 }), { numRuns: 300, seed: 3 })
    const { outputFile } = await trainOnText(folder, `${text.map((line) => line.join(' ')).join('\n')}\n`, { order: 4 })
    using model = openNgramModel(outputFile)
    const scoreLast = async (line: string, place: number) => {
      const { log10Probabilities } = await model.scoreTokens(new TextEncoder().encode(`${line}\n`))
      return 10 ** (log10Probabilities.at(place) ?? 0)
    }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...words, 'unknown'), { maxLength: 6 }), async (history) => {
        let sum = await scoreLast(history.join(' '), -1)
        for (const word of [...words, 'unknown']) sum += await scoreLast([...history, word].join(' '), -2)
        expect(sum).toBeCloseTo(1, 5)
      }),
      { numRuns: 50 },
    )
  })

  test('stops for its signal inside a document of 100 MB', async () => {
    using folder = createModelFolder()
    const { outputFile } = await trainOnText(folder, 'a b\n', { tokens: 'code' })
    using model = openNgramModel(outputFile)
    const bytes = new Uint8Array(100_000_000).fill(0x3b)
    const controller = new AbortController()
    const { signal } = controller
    const running = Promise.allSettled([
      model.score({ bytes, offsets: Uint32Array.of(0, bytes.length) }, { signal }),
      model.scoreTokens(bytes, { signal }),
    ])
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await running).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ])
  })

  test('goes on to its end when the model is closed meanwhile, and starts no more', async () => {
    using folder = createModelFolder()
    const { outputFile } = await trainOnText(folder, 'a b\n')
    const model = openNgramModel(outputFile)
    const running = model.score(textBatch('a b\n'.repeat(100_000)))
    model.close()
    expect((await running)[3]).toBe(300_000)
    await expect(model.score(textBatch('a'))).rejects.toMatchObject({ code: 'NGRAM_CLOSED' })
  })

  test('refuses wrong arguments', async () => {
    using folder = createModelFolder()
    const { outputFile } = await trainOnText(folder, 'a b\n')
    using model = openNgramModel(outputFile)
    await expect(model.score({ bytes: 'a' as unknown as Uint8Array, offsets: Uint32Array.of(0) })).rejects.toThrow(
      'bytes must be a Uint8Array',
    )
    await expect(model.score(textBatch('a'), { threads: -1 })).rejects.toThrow('threads is -1')
    expect(() => openNgramModel(7 as unknown as string)).toThrow('file must be a file name')
  })
})

describe('a model file that cannot be read', () => {
  async function codeOf(file: string): Promise<string | undefined> {
    try {
      openNgramModel(file).close()
    } catch (error) {
      if (error instanceof NgramModelError) return error.code
      throw error
    }
    return undefined
  }

  test('is named as missing, foreign, truncated or of another version', async () => {
    using folder = createModelFolder()
    expect(await codeOf(folder.file('missing'))).toBe('NGRAM_FILE')
    expect(await codeOf(folder.temporaryFolder)).toBe('NGRAM_FILE')
    const foreign = folder.file('foreign')
    writeFileSync(foreign, 'mmap lm http://kheafield.com/code format version 5')
    expect(() => openNgramModel(foreign)).toThrow('is no n-gram model of this program')
    writeFileSync(foreign, '\\data\\\nngram 1=3\n')
    expect(() => openNgramModel(foreign)).toThrow('is an ARPA file: import it')
    const { outputFile } = await trainOnText(folder, 'a b\n')
    const whole = readFileSync(outputFile)
    for (let size = 0; size < whole.length; size += 97) {
      writeFileSync(outputFile, whole)
      truncateSync(outputFile, size)
      expect(await codeOf(outputFile)).toBe('NGRAM_FORMAT')
    }
    const newer = Buffer.from(whole)
    newer.writeUInt32LE(99, 12)
    writeFileSync(outputFile, newer)
    expect(() => openNgramModel(outputFile)).toThrow('has format version 99, this program reads version 1')
  })

  test('gives some score, whatever its bytes', async () => {
    using folder = createModelFolder()
    for (const structure of ['probing', 'trie'] as const) {
      const { outputFile } = await trainOnText(folder, 'a b c\na b d\n', { structure })
      const whole = readFileSync(outputFile)
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: whole.length - 1 }),
          fc.integer({ min: 1, max: 255 }),
          async (place, change) => {
            const damaged = Buffer.from(whole)
            damaged[place] = (damaged[place] ?? 0) ^ change
            const file = folder.file(`damaged-${place}-${change}`)
            writeFileSync(file, damaged)
            if ((await codeOf(file)) === undefined) await scoreText(file, 'a b c d\nx a b c\n')
          },
        ),
        { numRuns: 200 },
      )
    }
  })

  test('cannot be exported if it keeps no words', async () => {
    using folder = createModelFolder()
    const { outputFile } = await trainOnText(folder, 'a b\n')
    const running = exportArpa({ modelFile: outputFile, arpaFile: folder.file('arpa') })
    await expect(running).rejects.toMatchObject({ code: 'NGRAM_OPTION', message: expect.stringContaining('"trie"') })
  })
})
