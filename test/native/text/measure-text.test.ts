import { execFileSync } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DocumentBatch, getMeasureTextKernel, measureText, NativeAddonError, textMeasureColumns } from '#native'
import { toBatch } from '../base/document-batch.ts'
import { measureBatchReference, measureTextReference } from './measure-text-reference.ts'

async function measureOne(text: string | Uint8Array): Promise<Record<string, number | undefined>> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const row = await measureText(toBatch([bytes]))
  return Object.fromEntries(textMeasureColumns.map((column, index) => [column, row[index]]))
}

/** Fragments that meet at awkward places: line ends, all lengths of UTF-8, and every way for it to be invalid. */
const awkwardFragments: readonly (string | readonly number[])[] = [
  '\n',
  '\r\n',
  '\r',
  '\0',
  'const answer = 42\n',
  'x'.repeat(63),
  'ä',
  '中文',
  '𠀀',
  '😀',
  '٣',
  '\ufeff',
  [0x80],
  [0xff],
  [0xc0, 0xaf],
  [0xe0, 0x80, 0xaf],
  [0xf0, 0x80, 0x80, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc3],
  [0xe4, 0xb8],
  [0xf0, 0x9f, 0x98],
]

const awkwardDocument = fc
  .array(fc.constantFrom(...awkwardFragments), { maxLength: 40 })
  .map((fragments) => new Uint8Array(Buffer.concat(fragments.map((fragment) => Buffer.from(fragment as string)))))

const anyDocument = fc.oneof(
  fc.uint8Array({ maxLength: 300, size: 'max' }),
  awkwardDocument,
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => new TextEncoder().encode(text)),
  fc.string({ unit: 'binary-ascii', maxLength: 300, size: 'max' }).map((text) => new TextEncoder().encode(text)),
)

describe('measureText', () => {
  test('agrees with the TypeScript reference on random batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDocument, { maxLength: 12 }), async (documents) => {
        const batch = toBatch(documents)
        expect(await measureText(batch)).toEqual(measureBatchReference(batch))
      }),
      { numRuns: 1500 },
    )
  })

  test('classifies every code point as the regular expressions of the same Unicode version do', async () => {
    // A difference after an update of Node means that native/tools/generate-unicode-ranges.ts wants to run again.
    const documents: Uint8Array[] = []
    for (let first = 0; first <= 0x10ffff; first += 64) {
      const codePoints = Array.from({ length: 64 }, (_, index) => first + index)
      documents.push(new TextEncoder().encode(String.fromCodePoint(...codePoints)))
    }
    const batch = toBatch(documents)
    expect(await measureText(batch)).toEqual(measureBatchReference(batch))
  })

  test('measures lines without their ends', async () => {
    expect(await measureOne('ab\r\ncdef\n\n1')).toEqual({
      size_bytes: 11,
      line_count: 4,
      mean_line_length: 7 / 4,
      max_line_length: 4,
      alphabetic_fraction: 6 / 11,
      alphanumeric_fraction: 7 / 11,
    })
  })

  test('gives zeros for an empty document', async () => {
    expect(Object.values(await measureOne(''))).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('counts characters, not bytes or UTF-16 units', async () => {
    expect(await measureOne('ä中𠀀😀')).toMatchObject({ size_bytes: 13, max_line_length: 4, alphabetic_fraction: 0.75 })
  })

  test('counts each maximal invalid part as one replacement character', async () => {
    expect(await measureOne(Uint8Array.of(0xf0, 0x9f, 0x98, 0x61))).toMatchObject({ max_line_length: 2 })
    expect(await measureOne(Uint8Array.of(0xed, 0xa0, 0x80))).toMatchObject({ max_line_length: 3 })
  })

  test('keeps a carriage return that stands alone', async () => {
    expect(await measureOne('a\rb\r')).toMatchObject({ line_count: 1, max_line_length: 4 })
  })

  test('measures a line of ten million characters', async () => {
    const bytes = new Uint8Array(10_000_000).fill(0x61)
    expect(await measureOne(bytes)).toMatchObject({ line_count: 1, max_line_length: 10_000_000, alphabetic_fraction: 1 })
  })

  test('accepts offsets that leave bytes out at both ends', async () => {
    const bytes = new TextEncoder().encode('skip|a\n|skip')
    const rows = await measureText({ bytes, offsets: Float64Array.of(5, 7) })
    expect(rows).toEqual(Float64Array.from(measureTextReference(bytes.subarray(5, 7))))
  })

  test('gives no row for no document', async () => {
    expect(await measureText({ bytes: new Uint8Array(), offsets: Uint32Array.of(0) })).toEqual(new Float64Array())
  })

  test('reads bytes in shared memory and in the middle of a buffer', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(100), 10, 50).fill(0x61)
    const batch = { bytes: shared, offsets: Uint32Array.of(0, 20, 50) }
    const rows = await measureText(batch)
    expect([rows[0], rows[3], rows[6], rows[9]]).toEqual([20, 20, 30, 30])
  })

  test('runs many batches at once', async () => {
    const batches = Array.from({ length: 32 }, (_, index) => toBatch([new Uint8Array(index * 100).fill(0x0a)]))
    const results = await Promise.all(batches.map((batch) => measureText(batch)))
    expect(results.map((rows) => rows[1])).toEqual(batches.map((batch) => batch.bytes.length))
  })

  test('lets a worker thread end while its batches are measured and others wait', async () => {
    const script = `
      import { parentPort } from 'node:worker_threads'
      import { measureText } from '${new URL('../../../native/index.ts', import.meta.url).href}'
      const bytes = new Uint8Array(20_000_000).fill(10)
      for (let call = 0; call < 40; call++) measureText({ bytes, offsets: Uint32Array.of(0, bytes.length) })
      parentPort.postMessage('started')`
    const worker = new Worker(script, { eval: true })
    await new Promise((resolve) => worker.once('message', resolve))
    await worker.terminate()
    expect(await measureOne('a')).toMatchObject({ line_count: 1 })
  })

  test('names the instruction set it uses', () => {
    expect(['scalar', 'sse4.2', 'avx2', 'neon']).toContain(getMeasureTextKernel())
  })
})

describe('cancelling measureText', () => {
  /** A million documents of 100 bytes: far more checks for cancellation than one turn of the event loop takes. */
  function createLargeBatch(): DocumentBatch {
    const documentCount = 1_000_000
    const offsets = Uint32Array.from({ length: documentCount + 1 }, (_, index) => index * 100)
    return { bytes: new Uint8Array(documentCount * 100).fill(0x61), offsets }
  }

  test('rejects with the reason of the signal, and later calls still work', async () => {
    const controller = new AbortController()
    const reason = new Error('the import was cancelled')
    const running = measureText(createLargeBatch(), { signal: controller.signal })
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    expect(await measureOne('a')).toMatchObject({ line_count: 1 })
  })

  test('rejects at once if the signal is already aborted', async () => {
    const batch = toBatch([Uint8Array.of(0x61)])
    await expect(measureText(batch, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('gives the result if the signal aborts afterwards', async () => {
    const controller = new AbortController()
    const rows = await measureText(toBatch([Uint8Array.of(0x61)]), { signal: controller.signal })
    controller.abort()
    expect(rows[0]).toBe(1)
  })
})

describe('wrong arguments to measureText', () => {
  const bytes = new Uint8Array(10)

  test.each([
    [Uint32Array.of(0, 7, 5), 'offsets[2] is 5, below 7 before it'],
    [Uint32Array.of(0, 11), 'offsets[1] is 11, past the end of the 10 bytes'],
    [Float64Array.of(0, 1e300), 'offsets[1] is 1e+300, past the end'],
    [Float64Array.of(-1, 5), 'offsets[0] is -1, below 0'],
    [Float64Array.of(0, 2.5), 'offsets[1] is 2.5; an offset is a whole number'],
    [Float64Array.of(0, Number.NaN), 'offsets[1] is NaN; an offset is a whole number'],
    [Float64Array.of(0, Number.POSITIVE_INFINITY), 'offsets[1] is Infinity; an offset is a whole number'],
    [new Uint32Array(), 'offsets is empty'],
  ])('names the wrong offset of %o', async (offsets, message) => {
    await expect(measureText({ bytes, offsets })).rejects.toThrow(message)
    await expect(measureText({ bytes, offsets })).rejects.toBeInstanceOf(RangeError)
  })

  test.each([[undefined], [null], ['text'], [[1, 2]], [new Uint16Array(4)], [new ArrayBuffer(4)]])(
    'refuses %s as bytes and as offsets',
    async (value) => {
      const wrong = value as unknown as Uint8Array & Uint32Array
      const offsets = Uint32Array.of(0)
      await expect(measureText({ bytes: wrong, offsets })).rejects.toThrow(new TypeError('bytes must be a Uint8Array'))
      await expect(measureText({ bytes, offsets: wrong })).rejects.toThrow(
        new TypeError('offsets must be a Uint32Array or a Float64Array'),
      )
    },
  )

  test('refuses bytes whose buffer can shrink under the native thread', async () => {
    const resizable = new Uint8Array(new ArrayBuffer(10, { maxByteLength: 20 }))
    await expect(measureText({ bytes: resizable, offsets: Uint32Array.of(0) })).rejects.toThrow('resizable')
  })

  test('refuses offsets into bytes that were transferred away', async () => {
    const transferred = new Uint8Array(10)
    structuredClone(transferred, { transfer: [transferred.buffer] })
    await expect(measureText({ bytes: transferred, offsets: Uint32Array.of(0, 10) })).rejects.toThrow(
      'past the end of the 0 bytes',
    )
  })
})

describe('loading the addon', () => {
  function measureWith(addon: string): string {
    const module = new URL('../../../native/index.ts', import.meta.url).href
    const script = `import { measureText } from '${module}'
      measureText({ bytes: new Uint8Array(), offsets: Uint32Array.of(0) }).then(console.log, (error) => console.log(error.name, error.message))`
    return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      env: { ...process.env, CODESHELL_NATIVE_ADDON: addon },
    })
  }

  test('says which file is missing and how to build it', () => {
    const output = measureWith('/nowhere/codeshell_native.node')
    expect(output).toContain(NativeAddonError.name)
    expect(output).toContain('codeshell_native.node')
    expect(output).toContain('npm run setup')
  })

  test('says which file does not load', () => {
    expect(measureWith(import.meta.filename)).toMatch(/NativeAddonError The native addon .*measure-text\.test\.ts does not load/)
  })
})
