import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computeJaccards,
  computeSignatures,
  estimateJaccard,
  findExactDuplicates,
  getMinHashKernel,
  hashContents,
  type MinHashOptions,
} from '#native'
import { contentHashReference, jaccardReference, signatureReference, splitTokensReference } from './minhash-reference.ts'
import { createRandom, encode, readSourceFiles, toBatch } from './near-duplicate-documents.ts'

/** Fragments that meet at awkward places: long and empty tokens, case, all lengths of UTF-8, and ways for it to be invalid. */
const awkwardFragments: readonly (string | readonly number[])[] = [
  ' ',
  '\n    ',
  '\0',
  '_',
  'x1',
  'Identifier',
  'exactly8',
  'exactlySixteen16',
  'seventeenLetters7',
  'y'.repeat(31),
  'z'.repeat(63),
  'const answer = 42;\n',
  'ä',
  'ÄÖ',
  'Ⱥ',
  'İ',
  'ΑΣ',
  'K',
  'Ǆǅ',
  'Ａ',
  '𐐀',
  '中文',
  '٣',
  'Ⅷ',
  '😀',
  '\u0301',
  '\ufeff',
  [0x80],
  [0xff],
  [0xc3],
  [0xe4, 0xb8],
  [0xf0, 0x9f, 0x98],
  [0xed, 0xa0, 0x80],
]

const awkwardDocument = fc
  .array(fc.constantFrom(...awkwardFragments), { maxLength: 60 })
  .map((fragments) => new Uint8Array(Buffer.concat(fragments.map((fragment) => Buffer.from(fragment as string)))))

const anyDocument = fc.oneof(
  awkwardDocument,
  fc.uint8Array({ maxLength: 300, size: 'max' }),
  fc.string({ unit: 'binary', maxLength: 200 }).map(encode),
)

const anyOptions: fc.Arbitrary<MinHashOptions> = fc.record({
  tokens: fc.constantFrom('words' as const, 'bigcode' as const, 'bigcode-v2' as const),
  shingleLength: fc.integer({ min: 1, max: 9 }),
  permutations: fc.constantFrom(1, 7, 64, 129),
  seed: fc.nat(),
})

async function signatureOf(document: Uint8Array, options: MinHashOptions = {}): Promise<Uint32Array> {
  return computeSignatures(toBatch([document]), options)
}

describe('computeSignatures', () => {
  test('agrees with the TypeScript reference on random documents and options', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDocument, { maxLength: 6 }), anyOptions, async (documents, options) => {
        const expected = documents.flatMap((document) => [...signatureReference(document, options)])
        expect(await computeSignatures(toBatch(documents), options)).toEqual(Uint32Array.from(expected))
      }),
      { numRuns: 400 },
    )
  })

  test.each(['words', 'bigcode', 'bigcode-v2'] as const)('agrees with the reference on source files (%s)', async (tokens) => {
    const documents = readSourceFiles(60, 40_000)
    const rows = await computeSignatures(toBatch(documents), { tokens, permutations: 16 })
    const expected = documents.flatMap((document) => [...signatureReference(document, { tokens, permutations: 16 })])
    expect(rows).toEqual(Uint32Array.from(expected))
  })

  test('knows the letters, numbers and lower case of every character as regular expressions do', async () => {
    // A difference after an update of Node means that the generators in native/tools want to run again.
    const documents: Uint8Array[] = []
    for (let first = 0; first <= 0x10ffff; first += 256) {
      const codePoints = Array.from({ length: 256 }, (_, index) => first + index)
      documents.push(encode(String.fromCodePoint(...codePoints)))
    }
    for (const tokens of ['words', 'bigcode-v2'] as const) {
      const options = { tokens, permutations: 4, shingleLength: 1 }
      const expected = documents.flatMap((document) => [...signatureReference(document, options)])
      expect(await computeSignatures(toBatch(documents), options)).toEqual(Uint32Array.from(expected))
    }
  })

  test('splits as the regular expressions of BigCode do, empty tokens included', () => {
    expect(splitTokensReference(encode('a  b_1(ü)'), 'bigcode')).toEqual(['a', '', 'b_1', '', '', ''])
    expect(splitTokensReference(encode('Aä-ΑΣ\u0301x'), 'bigcode-v2')).toEqual(['aä', 'ας'.replace('ς', 'σ'), 'x'])
  })

  test('gives a document with fewer words than a shingle has tokens the hash of its bytes', async () => {
    const first = await signatureOf(encode('a b'))
    expect(await signatureOf(encode('a b'))).toEqual(first)
    expect(estimateJaccard(first, await signatureOf(encode('a;b')))).toBe(0)
    expect(estimateJaccard(await signatureOf(new Uint8Array()), await signatureOf(new Uint8Array()))).toBe(1)
  })

  test('ignores case in bigcode-v2, and not in the others', async () => {
    const documents = [encode('One Two Three Four Five ÄÖ'), encode('one two three four five äö')] as const
    const signaturesOf = (tokens: MinHashOptions['tokens']) =>
      Promise.all(documents.map((document) => signatureOf(document, { ...(tokens && { tokens }) })))
    const [upper, lower] = await signaturesOf('bigcode-v2')
    expect(upper).toEqual(lower)
    for (const tokens of ['words', 'bigcode'] as const) {
      const [first, second] = await signaturesOf(tokens)
      expect(first).not.toEqual(second)
    }
  })

  test('does not care how often a shingle occurs', async () => {
    expect(await signatureOf(encode('a b c d e '.repeat(2)))).toEqual(await signatureOf(encode('a b c d e '.repeat(500))))
  })

  test('takes a document of a hundred megabytes, of one token and of separators alone', async () => {
    const letters = await signatureOf(new Uint8Array(100_000_000).fill(0x61), { permutations: 4 })
    const spaces = await signatureOf(new Uint8Array(100_000_000).fill(0x20), { permutations: 4 })
    expect(letters).not.toEqual(spaces)
    const words = await signatureOf(new Uint8Array(Buffer.alloc(100_000_000, 'a b c ')), { permutations: 4 })
    expect(words).toEqual(await signatureOf(encode('a b c a b c a b '), { permutations: 4 }))
  })

  test('gives no row for no document', async () => {
    expect(await computeSignatures({ bytes: new Uint8Array(), offsets: Uint32Array.of(0) })).toEqual(new Uint32Array())
  })

  test('lets a worker thread end while its batches are computed and others wait or fail', async () => {
    const script = `
      import { parentPort } from 'node:worker_threads'
      import { computeSignatures, openDuplicateIndex } from '${new URL('../../../native/index.ts', import.meta.url).href}'
      const bytes = new Uint8Array(20_000_000).fill(10)
      for (let call = 0; call < 20; call++) {
        computeSignatures({ bytes, offsets: Uint32Array.of(0, bytes.length) })
        openDuplicateIndex({ folder: '/nowhere', memoryBytes: 0 }).catch(() => undefined)
      }
      parentPort.postMessage('started')`
    const worker = new Worker(script, { eval: true })
    await new Promise((resolve) => worker.once('message', resolve))
    await worker.terminate()
    expect(await signatureOf(encode('a'))).toHaveLength(256)
  })

  test('names the instruction set it uses', () => {
    expect(['scalar', 'avx2', 'avx512', 'neon']).toContain(getMinHashKernel())
  })

  test('rejects with the reason of the signal, and later calls still work', async () => {
    const controller = new AbortController()
    const reason = new Error('stopped')
    const offsets = Uint32Array.from({ length: 300_001 }, (_, index) => index * 100)
    const batch = { bytes: new Uint8Array(30_000_000).fill(0x61), offsets }
    const running = computeSignatures(batch, { signal: controller.signal, permutations: 1 })
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    expect(await signatureOf(encode('a'))).toHaveLength(256)
  })

  test.each([
    [{ tokens: 'other' }, 'tokens is other; it is "words", "bigcode" or "bigcode-v2"'],
    [{ shingleLength: 0 }, 'shingleLength is 0; it is a whole number from 1 to 64'],
    [{ shingleLength: 65 }, 'shingleLength is 65'],
    [{ permutations: 4097 }, 'permutations is 4097'],
    [{ permutations: 1.5 }, 'permutations is 1.5'],
    [{ seed: -1 }, 'seed is -1'],
    [{ seed: Number.NaN }, 'seed is NaN'],
  ])('names the wrong option of %o', async (options, message) => {
    await expect(signatureOf(encode('a'), options as MinHashOptions)).rejects.toThrow(message)
    await expect(signatureOf(encode('a'), options as MinHashOptions)).rejects.toBeInstanceOf(RangeError)
  })
})

describe('the estimate of a signature', () => {
  test('lies within three standard errors of 1,000 known similarities, without bias', async () => {
    const random = createRandom(7)
    const permutations = 256
    const deviations: number[] = []
    for (let pair = 0; pair < 1000; pair++) {
      const { first, second, jaccard } = makePair(random)
      const rows = await computeSignatures(toBatch([first, second]), { shingleLength: 1, permutations, seed: pair })
      const estimate = estimateJaccard(rows.subarray(0, permutations), rows.subarray(permutations))
      deviations.push((estimate - jaccard) / Math.sqrt((jaccard * (1 - jaccard)) / permutations))
    }
    const mean = deviations.reduce((sum, value) => sum + value, 0) / deviations.length
    const variance = deviations.reduce((sum, value) => sum + value * value, 0) / deviations.length
    // 0.27 % of a normal distribution lie beyond three standard errors: 2.7 of 1,000, and 10 with a probability below 0.001.
    expect(deviations.filter((value) => Math.abs(value) > 3).length).toBeLessThan(10)
    expect(Math.abs(mean)).toBeLessThan(3 / Math.sqrt(deviations.length))
    expect(variance).toBeGreaterThan(0.85)
    expect(variance).toBeLessThan(1.15)
  })

  /** Documents of single-token shingles, so that their sets and their similarity are known. */
  function makePair(random: () => number): { first: Uint8Array; second: Uint8Array; jaccard: number } {
    const shared = 1 + Math.floor(random() * 300)
    const onlyFirst = 1 + Math.floor(random() * 200)
    const onlySecond = Math.floor(random() * 200)
    const words = Array.from({ length: shared + onlyFirst + onlySecond }, (_, index) => `w${index}_${Math.floor(random() * 1e9)}`)
    const first = encode(words.slice(0, shared + onlyFirst).join(' '))
    const second = encode([...words.slice(0, shared), ...words.slice(shared + onlyFirst)].join(' '))
    return { first, second, jaccard: shared / words.length }
  }
})

describe('computeJaccards', () => {
  test('agrees with sets of strings on random documents and options', async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument, anyDocument, anyOptions, async (first, second, options) => {
        const [similarity] = await computeJaccards(toBatch([first, second]), Uint32Array.of(0, 1), options)
        expect(similarity).toBeCloseTo(jaccardReference(first, second, options), 12)
      }),
      { numRuns: 300 },
    )
  })

  test('agrees with sets of strings on source files', async () => {
    const documents = readSourceFiles(40, 30_000)
    const pairs = Uint32Array.from({ length: 78 }, (_, index) => Math.floor((index + 1) / 2))
    const similarities = await computeJaccards(toBatch(documents), pairs)
    for (const [pair, similarity] of similarities.entries()) {
      const [first, second] = [documents[pair], documents[pair + 1]]
      if (first === undefined || second === undefined) throw new Error('A document is missing.')
      expect(similarity).toBeCloseTo(jaccardReference(first, second), 12)
    }
  })

  test('names a place outside the batch', async () => {
    const batch = toBatch([encode('a')])
    await expect(computeJaccards(batch, Uint32Array.of(0, 1))).rejects.toThrow('pairs[1] is 1 among 1 documents')
    await expect(computeJaccards(batch, Uint32Array.of(0))).rejects.toThrow('odd')
  })
})

describe('exact duplicates', () => {
  test('are hashed with MurmurHash3_x64_128', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100, size: 'max' }), async (document) => {
        const bytes = Buffer.from(await hashContents(toBatch([document])))
        const { low, high } = contentHashReference(document)
        expect([bytes.readBigUInt64LE(0), bytes.readBigUInt64LE(8)]).toEqual([low, high])
      }),
    )
    // A value published with the algorithm: that of the empty text and of a pangram.
    expect(Buffer.from(await hashContents(toBatch([new Uint8Array()]))).toString('hex')).toBe('0'.repeat(32))
    const pangram = await hashContents(toBatch([encode('The quick brown fox jumps over the lazy dog')]))
    expect(Buffer.from(pangram).readBigUInt64LE(0)).toBe(0xe34bbc7bbc071b6cn)
  })

  test('differ in white space only if it is not ignored', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b1', '\n', '\t', '  ', 'ü', '\0', 'x'.repeat(5000)), { maxLength: 30 }),
        async (parts) => {
          const text = parts.join('')
          const normalized = text.replace(/[ \t\n\v\f\r]+/g, ' ').replace(/^ | $/g, '')
          const hash = await hashContents(toBatch([encode(text)]), { ignoreSpacing: true })
          expect(hash).toEqual(await hashContents(toBatch([encode(normalized)])))
        },
      ),
    )
  })

  test('keep the first, or the one with the smallest rank', async () => {
    const documents = ['a', 'b', 'a', 'c', 'b', 'a'].map(encode)
    const hashes = await hashContents(toBatch(documents))
    expect(await findExactDuplicates(hashes)).toEqual(Uint32Array.of(0, 1, 0, 3, 1, 0))
    const ranks = Float64Array.of(2, 1, 1, 0, 1, 1)
    expect(await findExactDuplicates(hashes, { ranks })).toEqual(Uint32Array.of(2, 1, 2, 3, 1, 2))
  })

  test('are none among no documents', async () => {
    expect(await findExactDuplicates(new Uint8Array())).toEqual(new Uint32Array())
  })

  test('need whole hashes and a rank for each', async () => {
    await expect(findExactDuplicates(new Uint8Array(17))).rejects.toThrow('16 bytes')
    await expect(findExactDuplicates(new Uint8Array(32), { ranks: new Float64Array(1) })).rejects.toThrow('1 numbers for 2')
    await expect(findExactDuplicates(new Uint8Array(16), { ranks: Float64Array.of(Number.NaN) })).rejects.toThrow(
      'ranks[0] is NaN',
    )
  })
})
