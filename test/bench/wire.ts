// What arrays of numbers cost at the boundary, as lists in JSON and as the bytes that they are: bytes on the wire, and milliseconds from the call
// to its answer over a MessagePort within one process, which both ends of the work count in. The two alternate, because a machine's speed drifts.
// Usage: npm run bench -- wire [ids]
import { MessageChannel } from 'node:worker_threads'
import { oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { numberArray } from '#contracts/number-array'
import { connect } from '#contracts/wire/connect'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { serve } from '#contracts/wire/serve'
import type { Wire } from '#contracts/wire/wire'

const idCount = Number(process.argv[2] ?? 10_000_000)
const list = z.array(z.number())
const whole = z.array(z.number().int())

const bins = 512
const edges = Float64Array.from({ length: bins + 1 }, (_, edge) => 10 ** ((edge / bins) * 6))
const total = Uint32Array.from({ length: bins }, (_, bin) => (bin * 7919) % 100_000)
const tokens = 8192
const starts = Uint32Array.from({ length: tokens }, (_, token) => token * 4)
const bits = Float32Array.from({ length: tokens }, (_, token) => ((token * 7919) % 1000) / 40)
const ids = Uint32Array.from({ length: idCount }, (_, id) => (id * 7919) % idCount)

const contract = {
  histogramOfLists: oc.output(z.object({ edges: list, total: whole, kept: whole })),
  histogram: oc.output(
    z.object({ edges: numberArray('Float64Array'), total: numberArray('Uint32Array'), kept: numberArray('Uint32Array') }),
  ),
  // Bits were rounded to two digits to be short as text.
  tokensOfLists: oc.output(z.object({ starts: whole, ends: whole, bits: list })),
  tokens: oc.output(
    z.object({ starts: numberArray('Uint32Array'), ends: numberArray('Uint32Array'), bits: numberArray('Float32Array') }),
  ),
  idsOfLists: oc.output(whole),
  ids: oc.output(numberArray('Uint32Array')),
}
const os = implement(contract)
const router = os.router({
  histogramOfLists: os.histogramOfLists.handler(() => ({ edges: [...edges], total: [...total], kept: [...total] })),
  histogram: os.histogram.handler(() => ({ edges, total, kept: total })),
  tokensOfLists: os.tokensOfLists.handler(() => ({
    ...{ starts: [...starts], ends: [...starts] },
    bits: Array.from(bits, (each) => Math.round(each * 100) / 100),
  })),
  tokens: os.tokens.handler(() => ({ starts, ends: starts, bits })),
  idsOfLists: os.idsOfLists.handler(() => Array.from(ids)),
  ids: os.ids.handler(() => ids),
})

let sentBytes = 0
const { port1, port2 } = new MessageChannel()
serve(router, countBytes(createMessagePortWire(port1)), (bug) => console.error(bug.error))
const client = connect<typeof contract>(createMessagePortWire(port2))

const results: Record<string, number> = {}
await compare('histogram', 50, { before: () => client.histogramOfLists(), after: () => client.histogram() })
await compare('tokens', 20, { before: () => client.tokensOfLists(), after: () => client.tokens() })
await compare('ids', 1, { before: () => client.idsOfLists(), after: () => client.ids() })
port1.close()
console.log(JSON.stringify(results))

async function compare(name: string, rounds: number, calls: Record<'before' | 'after', () => Promise<unknown>>) {
  const times = { before: [] as number[], after: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    for (const [kind, call] of Object.entries(calls)) {
      sentBytes = 0
      const startMs = performance.now()
      await call()
      times[kind as keyof typeof times].push(performance.now() - startMs)
      results[`${name}_${kind}_bytes`] = sentBytes
    }
  }
  for (const kind of ['before', 'after'] as const) {
    const median = times[kind].toSorted((a, b) => a - b)[rounds >> 1] as number
    results[`${name}_${kind}_ms`] = Math.round(median * 100) / 100
    console.log(`${name}, ${kind}: ${results[`${name}_${kind}_bytes`]} bytes, ${median.toFixed(2)} ms`)
  }
}

function countBytes(wire: Wire): Wire {
  return {
    ...wire,
    send(message) {
      sentBytes += typeof message === 'string' ? Buffer.byteLength(message) : message.length
      wire.send(message)
    },
  }
}
