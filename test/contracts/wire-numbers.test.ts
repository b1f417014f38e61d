import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAppError } from '#contracts/errors'
import { connect } from '#contracts/wire/connect'
import type { Numbers, probeContract } from './probe-service.ts'
import { type ServedPair, transports } from './transports.ts'

const special = [Number.NaN, Infinity, -Infinity, -0, 0, 1.1754943508222875e-38, 3.4028234663852886e38]

const someNumbers: fc.Arbitrary<Numbers> = fc.record({
  ids: fc.uint32Array({ maxLength: 40 }),
  values: fc.array(
    fc.record({
      name: fc.string({ unit: 'binary' }),
      column: fc.array(fc.oneof(fc.float(), fc.constantFrom(...special))).map((values) => Float32Array.from(values)),
    }),
    { maxLength: 4 },
  ),
  edges: fc.option(fc.float64Array({ maxLength: 9 })),
  pair: fc.uint8Array({ minLength: 2, maxLength: 2 }),
}) as fc.Arbitrary<Numbers>

describe.each(Object.entries(transports))('number arrays over %s', (_, open) => {
  let pair: ServedPair
  let client: ReturnType<typeof connect<typeof probeContract>>

  beforeAll(async () => {
    pair = await open()
    client = connect<typeof probeContract>(pair.wire)
  })
  afterAll(() => pair.close())

  test('arrive in a call, an answer and the items of a stream as they were', async () => {
    await fc.assert(
      fc.asyncProperty(someNumbers, async (numbers) => {
        expect(await client.echoNumbers(numbers)).toEqual(numbers)
        const items: Numbers[] = []
        for await (const item of await client.streamNumbers({ numbers, times: 2 })) items.push(item)
        expect(items).toEqual([numbers, numbers])
      }),
      { seed: 7, numRuns: 40 },
    )
  })

  test('may be parts of larger buffers, at any place', async () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, index) => index)
    const numbers: Numbers = {
      ids: new Uint32Array(bytes.buffer, 4, 3),
      values: [{ name: 'none', column: new Float32Array() }],
      edges: new Float64Array(bytes.buffer, 8, 2),
      pair: Buffer.from(bytes.buffer, 5, 2),
    }
    const arrived = await client.echoNumbers(numbers)
    expect(arrived).toEqual({ ...numbers, pair: Uint8Array.of(5, 6) })
  })

  test('may have ten million numbers', async () => {
    const count = 10_000_000
    const ids = await client.countIds({ count })
    expect([ids.length, ids[0], ids[count - 1]]).toEqual([count, 0, count - 1])
    expect(await client.sum({ ids })).toBe((count * (count - 1)) / 2)
  })

  test.each([
    ['of another length', { pair: new Uint8Array(3) }, 'The value of "pair" was not accepted: 2 numbers are expected.'],
    [
      'of another kind',
      { ids: new Float32Array(2) },
      'The value of "ids" was not accepted: numbers as bytes (Uint32Array) are expected.',
    ],
    [
      'that are a list',
      { edges: [1, 2] },
      'The value of "edges" was not accepted: numbers as bytes (Float64Array) are expected.',
    ],
  ])('%s are refused by the name of the field', async (_case, wrong, message) => {
    const right: Numbers = { ids: new Uint32Array(2), values: [], edges: null, pair: new Uint8Array(2) }
    const error: unknown = await client.echoNumbers({ ...right, ...wrong } as Numbers).catch((reason: unknown) => reason)
    expect(isAppError(error, 'input.invalid') && error.message).toBe(message)
  })
})
