import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Portion } from '#engine/dataset/importers/importer'
import { type LineLimits, type Lines, splitLines } from '#engine/dataset/importers/line-portions'

const limitsOf = (portionBytes: number, portionLines: number, maxLineBytes: number): LineLimits => ({
  ...{ portionBytes, portionLines, maxLineBytes },
  describeLong: (line, sizeBytes) => ({ subject: String(line), reason: String(sizeBytes), outcome: 'skipped' }),
  onLongLine: () => undefined,
})

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let start = 0, index = 0; start < bytes.length; index++) {
    const end = start + (sizes[index % sizes.length] ?? 1)
    yield bytes.subarray(start, end)
    start = end
  }
}

async function listAll<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** The lines that portions hold, each with its number; a line that was passed over by its length. */
function listLines(portions: readonly Portion<Lines>[]): [line: number, text: string | number][] {
  return portions.flatMap(({ data, rejected = [] }) => {
    const texts = data ? Buffer.from(data.bytes).toString().split('\n') : []
    if (texts.at(-1) === '') texts.pop()
    return [
      ...texts.map((text, index): [number, string] => [(data?.firstLine ?? 0) + index, text]),
      ...rejected.map(({ subject, reason }): [number, number] => [Number(subject), Number(reason)]),
    ]
  })
}

test('blank lines take no portions of their own', async () => {
  const content = Buffer.from(`first\n${'\n'.repeat(5000)}${'\r\n'.repeat(2000)}last\n`)
  const options = { from: { line: 0, offset: 0 }, done: () => 0, limits: limitsOf(4000, 2, 100) }
  const portions = await listAll(splitLines(inChunks(content, [777]), options))
  expect(portions).toHaveLength(3)
  expect(listLines(portions).filter(([, text]) => text !== '' && text !== '\r')).toEqual([
    [0, 'first'],
    [7001, 'last'],
  ])
})

const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' '), maxLength: 12 }), { maxLength: 40 })
const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 })

test('whatever the chunks and limits are, every line comes once with its number, from every cursor on', async () => {
  await fc.assert(
    fc.asyncProperty(
      ...[
        lines,
        fc.boolean(),
        sizes,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 4, max: 60 }),
      ],
      async (texts, endsWithLineEnd, chunkSizes, portionBytes, portionLines, maxLineBytes) => {
        const content = Buffer.from(texts.join('\n') + (endsWithLineEnd && texts.length > 0 ? '\n' : ''))
        const limits = limitsOf(portionBytes, portionLines, maxLineBytes)
        const read = (from: { line: number; offset: number }) =>
          listAll(splitLines(inChunks(content.subarray(from.offset), chunkSizes), { from, done: () => 0, limits }))
        const portions = await read({ line: 0, offset: 0 })
        const expected = content.toString().split('\n')
        if (expected.at(-1) === '') expected.pop()
        const found = listLines(portions)
        expect(found.map(([line]) => line)).toEqual(expected.map((_, index) => index))
        for (const [line, text] of found) {
          const whole = expected[line] ?? ''
          if (typeof text === 'string') expect(text).toBe(whole)
          else {
            expect(text).toBe(Buffer.byteLength(whole))
            expect(text).toBeGreaterThan(maxLineBytes)
          }
        }
        for (const [index, { cursor }] of portions.entries()) {
          const rest = listLines(await read(cursor as { line: number; offset: number }))
          expect(rest.map(([line]) => line)).toEqual(listLines(portions.slice(index + 1)).map(([line]) => line))
        }
      },
    ),
    { numRuns: 60 },
  )
})
