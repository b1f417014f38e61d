import fc from 'fast-check'
import { expect, test } from 'vitest'
import { putArrays, takeArrays } from '#contracts/wire/array-parts'
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from '#contracts/wire/message-codec'
import { packMessage, unpackMessage } from '#contracts/wire/packed-message'
import type { WireMessage } from '#contracts/wire/wire'

const ids = Uint32Array.of(7, 8, 9)
const request = () =>
  encodeRequest('1', 1, {
    ...{ url: new URL('http://orpc/a'), method: 'POST', headers: {}, signal: undefined },
    body: { json: { ids: ids.slice() } },
  })
const response = () => encodeResponse('1', 2, { status: 200, headers: {}, body: { json: ids.slice() } })

test('a text without arrays is sent as it is', () => {
  expect(packMessage('{"a":1}', [])).toBe('{"a":1}')
  expect(unpackMessage('{"a":1}')).toEqual({ text: '{"a":1}', parts: [], isTorn: false })
})

test('arrays are read where a message lies, also in the midst of a larger buffer', () => {
  const parts = [
    { path: ['json', 'é', 0], array: Float64Array.of(Number.NaN, -0) },
    { path: ['json'], array: Uint8Array.of(1) },
  ]
  const message = packMessage('{"text":"漢字"}', parts) as Uint8Array<ArrayBuffer>
  for (let offset = 0; offset < 9; offset++) {
    const larger = new Uint8Array(message.length + 20)
    larger.set(message, offset)
    expect(unpackMessage(larger.subarray(offset, offset + message.length))).toEqual({
      text: '{"text":"漢字"}',
      parts,
      isTorn: false,
    })
  }
})

test('a call that was torn lacks its arrays, and an answer that was torn cannot be read', async () => {
  const wholeCall = (await request()) as Uint8Array<ArrayBuffer>
  expect((await decodeRequest(wholeCall))[2]).toMatchObject({ body: { json: { ids } } })
  expect((await decodeRequest(wholeCall.slice(0, -1)))[2]).toMatchObject({ body: { json: { ids: null } } })
  const wholeAnswer = (await response()) as Uint8Array<ArrayBuffer>
  expect((await decodeResponse(wholeAnswer))[2]).toMatchObject({ body: { json: ids } })
  await expect(decodeResponse(wholeAnswer.slice(0, -1))).rejects.toThrow('before the last of its arrays')
})

test('no bytes make reading end otherwise than with a message or an error, and none reach over its end', async () => {
  const whole = (await request()) as Uint8Array<ArrayBuffer>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(whole.length),
      (changes, cut) => {
        const message = whole.slice(0, cut)
        for (const [at, byte] of changes) if (at < cut) message[at] = byte
        const { parts } = tryUnpack(message) ?? { parts: [] }
        for (const { array } of parts) expect(array.byteOffset + array.byteLength).toBeLessThanOrEqual(message.length)
      },
    ),
    { seed: 3, numRuns: 2000 },
  )
})

function tryUnpack(message: WireMessage) {
  try {
    return unpackMessage(message)
  } catch (error) {
    expect(error).toBeInstanceOf(Error)
    return undefined
  }
}

test('arrays go only to places that are marked for them', () => {
  const body = { json: { ids: null, text: 'a', deep: [{ ids: null }] } }
  const array = Uint8Array.of(1)
  putArrays(body, [
    { path: ['json', 'ids'], array },
    { path: ['json', 'text'], array },
    { path: ['json', 'deep', 0, 'ids'], array },
    { path: ['json', 'missing', 'ids'], array },
    { path: ['__proto__', 'polluted'], array },
    { path: ['json', 'constructor'], array },
    { path: [], array },
  ])
  expect(body).toEqual({ json: { ids: array, text: 'a', deep: [{ ids: array }] } })
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('an array of a kind that no contract has is a bug that names its place', () => {
  expect(() => takeArrays({ json: { at: [new BigInt64Array(1)] } })).toThrow('A BigInt64Array at json.at.0')
  expect(() => takeArrays({ json: new DataView(new ArrayBuffer(1)) })).toThrow('A DataView at json')
})
