import { MessageChannel } from 'node:worker_threads'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { connect } from '#contracts/wire/connect'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { serve } from '#contracts/wire/serve'
import { CREDIT_MARK, type WireMessage } from '#contracts/wire/wire'
import { within } from '../support/within.ts'
import { createProbeRouter, type probeContract } from './probe-service.ts'
import { type ServedPair, transports } from './transports.ts'

type Client = ReturnType<typeof connect<typeof probeContract>>

describe.each(Object.entries(transports))('messages that are sent in one tick over %s', (_, open) => {
  let pair: ServedPair
  let client: Client
  let lastId = 0

  beforeAll(async () => {
    pair = await open()
    client = connect<typeof probeContract>(pair.wire)
  })
  afterAll(() => pair.close())

  test('begin their calls in the order in which they were sent, 200 times', async () => {
    for (let round = 0; round < 200; round++) {
      const before = await client.witness()
      await Promise.all([
        client.begin({ name: 'a', more: Array.from({ length: 20 }, (_, value) => ({ value })) }),
        client.beginWithoutInput(),
        client.begin({ name: 'b', more: [] }),
        client.beginWithoutInput(),
      ])
      expect((await client.witness()).begun.slice(before.begun.length)).toEqual(['a', '-', 'b', '-'])
    }
  })

  test('never lose a cancellation that is sent with its call, 100 times', async () => {
    const before = await client.witness()
    for (let round = 0; round < 100; round++) {
      const id = `cancelled-${++lastId}`
      pair.wire.send(callFrame(id, 'beginAndHang', { name: id }))
      pair.wire.send(cancelFrame(id))
    }
    await vi.waitFor(async () => expect((await client.witness()).abortedCalls).toBe(before.abortedCalls + 100), within)
  })

  test('end each stream that is left at once, 40 times', async () => {
    const before = await client.witness()
    await Promise.all(
      Array.from({ length: 40 }, async (_, round) => {
        const controller = new AbortController()
        const stream = client.beginStream({ name: `left-${round}` }, { signal: controller.signal })
        // Some are left before their answer can have come, some after.
        if (round % 2) await client.echo({ text: 'a moment later' })
        controller.abort()
        await expect(stream.then((items) => items.next())).rejects.toBe(controller.signal.reason)
      }),
    )
    const begun = (await client.witness()).begun.length - before.begun.length
    await vi.waitFor(async () => expect((await client.witness()).closedStreams).toBe(before.closedStreams + begun), within)
  })

  test('are answered whatever the order of calls, streams, cancellations and credits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const before = await client.witness()
        const plan = createPlan(steps, () => `plan-${++lastId}`)
        for (const frame of plan.frames) pair.wire.send(frame)
        await vi.waitFor(async () => {
          const now = await client.witness()
          expect(now.begun.slice(before.begun.length)).toEqual(plan.begun)
          expect(now.abortedCalls - before.abortedCalls).toBe(plan.hanging)
          expect(now.closedStreams - before.closedStreams).toBe(plan.streams)
        }, within)
      }),
      { numRuns: 60 },
    )
  })
})

test.each([
  [
    'a procedure that there is not',
    { i: 'x', p: { u: '/nothing/here', b: { json: 1 } } },
    /^What was asked for was not understood: this version of the engine does not know it\./,
  ],
  [
    'an input in another form',
    { i: 'x', p: { u: '/echo', b: { json: {}, meta: [[1, 'text']] } } },
    /^What was asked for was not understood: it is not in the form/,
  ],
])('%s is answered as an invalid input', async (_, frame, message) => {
  const { port1, port2 } = new MessageChannel()
  const bugs: unknown[] = []
  serve(createProbeRouter({ exit: () => undefined }), createMessagePortWire(port1), (bug) => bugs.push(bug))
  const answer = new Promise<string>((resolve) => createMessagePortWire(port2).onMessage((text) => resolve(String(text))))
  port2.postMessage(JSON.stringify(frame))
  expect(JSON.parse(await answer)).toMatchObject({
    i: 'x',
    p: { b: { json: { code: 'input.invalid', message: expect.stringMatching(message) } } },
  })
  expect(bugs).toEqual([])
  port1.close()
})

const step = fc.oneof(
  fc.constantFrom('begin', 'beginWithoutInput', 'beginAndHang', 'beginStream').map((opens) => ({ opens })),
  fc.record({ cancels: fc.nat() }),
  fc.record({ asks: fc.nat(), times: fc.integer({ min: 1, max: 40 }) }),
)
type Step = { opens: string } | { cancels: number } | { asks: number; times: number }

/** The frames of a plan, which cancels at its end what it left open, and what the service must see of it. */
function createPlan(steps: Step[], createId: () => string) {
  const frames: WireMessage[] = []
  const begun: string[] = []
  const ids: string[] = []
  const open = new Set<string>()
  const counts = { hanging: 0, streams: 0 }
  for (const step of steps) {
    const target = ids[('cancels' in step ? step.cancels : 'asks' in step ? step.asks : 0) % (ids.length || 1)]
    if ('opens' in step) {
      const id = createId()
      ids.push(id)
      frames.push(callFrame(id, step.opens, step.opens === 'beginWithoutInput' ? undefined : { name: id, more: [] }))
      begun.push(step.opens === 'beginWithoutInput' ? '-' : id)
      if (step.opens === 'beginAndHang') counts.hanging++
      if (step.opens === 'beginStream') counts.streams++
      if (step.opens === 'beginAndHang' || step.opens === 'beginStream') open.add(id)
    } else if (target !== undefined && 'cancels' in step) {
      frames.push(cancelFrame(target))
      open.delete(target)
    } else if (target !== undefined && 'asks' in step) {
      for (let time = 0; time < step.times; time++) frames.push(CREDIT_MARK + target)
    }
  }
  for (const id of open) frames.push(cancelFrame(id))
  return { frames, begun, ...counts }
}

/** The frames as oRPC's peers write them; written here, so that nothing waits between two of them. */
function callFrame(id: string, method: string, input: unknown): string {
  return JSON.stringify({ i: id, p: { u: `/${method}`, b: { json: input } } })
}

function cancelFrame(id: string): string {
  return JSON.stringify({ i: id, t: 4 })
}
