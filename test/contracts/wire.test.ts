import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type AppErrorCode, isAppError } from '#contracts/errors'
import { connect } from '#contracts/wire/connect'
import { STREAM_WINDOW } from '#contracts/wire/wire'
import { within } from '../support/within.ts'
import { detailsByCode, type probeContract } from './probe-service.ts'
import { type ServedPair, transports } from './transports.ts'

describe.each(Object.entries(transports))('a contract served over %s', (_, open) => {
  let pair: ServedPair
  let client: ReturnType<typeof connect<typeof probeContract>>

  beforeEach(async () => {
    pair = await open()
    client = connect<typeof probeContract>(pair.wire)
  })
  afterEach(() => pair.close())

  test('answers a call, also with a large and a non-ASCII text', async () => {
    expect(await client.echo({ text: 'ünïcode 漢字 👩‍💻' })).toBe('ünïcode 漢字 👩‍💻')
    const large = 'x'.repeat(4_000_000)
    expect((await client.echo({ text: large })).length).toBe(large.length)
  })

  test('answers many calls at once, each with its own result', async () => {
    const texts = Array.from({ length: 200 }, (_, i) => `call ${i}`)
    expect(await Promise.all(texts.map((text) => client.echo({ text })))).toEqual(texts)
  })

  test.each(Object.entries(detailsByCode) as [AppErrorCode, object][])(
    'carries %s with its message and details',
    async (code, details) => {
      const error: unknown = await client.fail({ code }).catch((reason: unknown) => reason)
      expect(isAppError(error, code)).toBe(true)
      expect(error).toMatchObject({ code, message: `message of ${code}`, data: details })
    },
  )

  test('hides a bug behind a reference', async () => {
    const error: unknown = await client.failWithBug().catch((reason: unknown) => reason)
    expect(isAppError(error, 'internal') && error.data.reference).toMatch(/^\w{6,}$/)
    expect(JSON.stringify(error)).not.toContain('secret detail')
  })

  test('names the field of an invalid input', async () => {
    const error: unknown = await client.count({ to: 1.5, failAt: null }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'input.invalid',
      message: 'The value of "to" was not accepted: a whole number is expected.',
      data: { field: 'to', reason: 'a whole number is expected' },
    })
  })

  test('does not start a call that is cancelled before', async () => {
    const signal = AbortSignal.abort()
    await expect(client.hang(undefined, { signal })).rejects.toBe(signal.reason)
    expect((await client.witness()).abortedCalls).toBe(0)
  })

  test('tells the service when a call is cancelled during', async () => {
    const controller = new AbortController()
    const call = client.hang(undefined, { signal: controller.signal })
    await client.echo({ text: 'the call before has arrived' })
    controller.abort()
    await expect(call).rejects.toBe(controller.signal.reason)
    await vi.waitFor(async () => expect((await client.witness()).abortedCalls).toBe(1), within)
  })

  test('streams all items in order', async () => {
    const items: number[] = []
    for await (const item of await client.count({ to: 500, failAt: null })) items.push(item)
    expect(items).toEqual(Array.from({ length: 500 }, (_, i) => i))
  })

  test('fails a stream with the error that its service met', async () => {
    const items: number[] = []
    const consume = async () => {
      for await (const item of await client.count({ to: 10, failAt: 3 })) items.push(item)
    }
    const error: unknown = await consume().catch((reason: unknown) => reason)
    expect(isAppError(error, 'model.not-loaded')).toBe(true)
    expect(items).toEqual([0, 1, 2])
  })

  test('holds a stream back while its consumer is slow', async () => {
    const stream = await client.count({ to: 1_000_000, failAt: null })
    await stream.next()
    await stream.next()
    await client.echo({ text: 'time for the service to run ahead' })
    await vi.waitFor(async () => expect((await client.witness()).produced).toBeGreaterThanOrEqual(STREAM_WINDOW), within)
    // Two items were asked for; one more may be produced and waiting for room.
    expect((await client.witness()).produced).toBeLessThanOrEqual(STREAM_WINDOW + 3)
    await stream.return?.()
  })

  test('keeps the whole window ahead of a consumer that asked before there was an item', async () => {
    const stream = await client.countAfterEcho()
    const first = stream.next()
    await client.echo({ text: 'arrives after what was asked for' })
    expect((await first).value).toBe(0)
    // One item was asked for, the window is full, and one more is produced and waits for room.
    await vi.waitFor(async () => expect((await client.witness()).produced).toBe(STREAM_WINDOW + 2), within)
    await stream.return?.()
  })

  test('ends a stream at the service when its consumer leaves', async () => {
    for await (const item of await client.count({ to: 1_000_000, failAt: null })) if (item === 5) break
    await vi.waitFor(async () => expect((await client.witness()).closedStreams).toBe(1), within)
  })

  test('fails calls and streams in flight when the other side dies, and calls after that', async () => {
    const stream = await client.count({ to: 1_000_000, failAt: null })
    const hanging = client.hang().catch((reason: unknown) => reason)
    const drain = (async () => {
      for await (const _ of stream) await new Promise((resolve) => setTimeout(resolve, 5))
    })().catch((reason: unknown) => reason)
    await client.exit().catch(() => undefined) // the answer itself may be lost
    expect(isAppError(await hanging, 'connection.lost')).toBe(true)
    expect(isAppError(await drain, 'connection.lost')).toBe(true)
    expect(isAppError(await client.echo({ text: 'late' }).catch((reason: unknown) => reason), 'connection.lost')).toBe(true)
  })
})
