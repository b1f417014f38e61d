import { eventIterator } from '@orpc/contract'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { AppError, type AppErrorCode, type AppErrorDetails, appErrorDetails } from '#contracts/errors'
import { numberArray } from '#contracts/number-array'
import { procedure } from '#contracts/procedure'

const errorCode = z.enum(Object.keys(appErrorDetails) as [AppErrorCode, ...AppErrorCode[]])

/** An array of every kind that a contract may have, at different depths. */
const numbers = z.object({
  ids: numberArray('Uint32Array'),
  values: z.array(z.object({ name: z.string(), column: numberArray('Float32Array') })),
  edges: numberArray('Float64Array').nullable(),
  pair: numberArray('Uint8Array', { length: 2 }),
})
export type Numbers = z.infer<typeof numbers>

/** A contract that exercises what any contract may do. */
export const probeContract = {
  echo: procedure.input(z.object({ text: z.string().max(10_000_000) })).output(z.string()),
  echoNumbers: procedure.input(numbers).output(numbers),
  /** The input, `times` times. */
  streamNumbers: procedure.input(z.object({ numbers, times: z.number().int() })).output(eventIterator(numbers)),
  /** Ids from 0 on. */
  countIds: procedure.input(z.object({ count: z.number().int() })).output(numberArray('Uint32Array')),
  sum: procedure.input(z.object({ ids: numberArray('Uint32Array') })).output(z.number()),
  fail: procedure.input(z.object({ code: errorCode })).output(z.void()),
  failWithBug: procedure.output(z.void()),
  /** Never answers; counts as aborted when its signal fires. */
  hang: procedure.output(z.void()),
  count: procedure
    .input(z.object({ to: z.number().int(), failAt: z.number().int().nullable() }))
    .output(eventIterator(z.number())),
  /** Counts without an end, from the next `echo` on. */
  countAfterEcho: procedure.output(eventIterator(z.number())),
  /** Notes when its handler begins, which takes longest with an input to validate. */
  begin: procedure.input(z.object({ name: z.string().min(1), more: z.array(z.object({ value: z.number() })) })).output(z.void()),
  /** Notes "-" when its handler begins. */
  beginWithoutInput: procedure.output(z.void()),
  /** Notes when its handler begins, and never answers. */
  beginAndHang: procedure.input(z.object({ name: z.string() })).output(z.void()),
  /** Notes when its body begins, and never ends by itself. */
  beginStream: procedure.input(z.object({ name: z.string() })).output(eventIterator(z.number())),
  /** What the service saw of its callers; `begun` in the order of the beginnings. */
  witness: procedure.output(
    z.object({
      produced: z.number(),
      closedStreams: z.number(),
      abortedCalls: z.number(),
      begun: z.array(z.string()),
    }),
  ),
  exit: procedure.output(z.void()),
}

/** Valid details for every code, so that each can be sent once. */
export const detailsByCode: { [C in AppErrorCode]: AppErrorDetails<C> } = {
  'input.invalid': { field: 'a.b', reason: 'too small' },
  'project.not-open': {},
  'project.not-found': { folder: '/p' },
  'project.locked': { folder: '/p', pid: 12 },
  'project.corrupt': { file: '/p/project.sqlite', reason: 'not a database' },
  'project.too-new': { file: '/p/project.sqlite', version: 9, supported: 1 },
  'query.invalid': { offset: 3, length: 2, reason: 'A number is expected.' },
  'document.not-found': { documentId: 3 },
  'signal.not-found': { signal: 'perplexity' },
  'import.too-many-rejected': { name: 'a.jsonl', failed: 10, share: 0.1 },
  'file.not-found': { file: '/f' },
  'file.failed': { file: '/f', systemCode: 'EACCES' },
  'file.not-text': { file: '/f' },
  'file.too-large': { file: '/f', sizeBytes: 2, limitBytes: 1 },
  'file.would-replace': { file: '/f', confirmation: '1-2-3-4' },
  'file.changed': { file: '/f' },
  'recipe.invalid': { reason: 'unknown key', line: 2, column: 1 },
  'import.unreadable': { file: '/a.parquet', reason: 'it is cut off' },
  'import.unknown-format': { file: '/a.xyz' },
  'job.not-found': { jobId: 1 },
  'job.conflict': { jobId: null, reason: 'an import runs' },
  'model.not-found': { file: '/m' },
  'model.invalid-file': { file: '/m', reason: 'truncated' },
  'model.unsupported-architecture': { file: '/m', architecture: 'x' },
  'model.out-of-memory': { file: '/m', requiredBytes: 2, availableBytes: 1 },
  'model.not-loaded': {},
  'model.no-infill': { file: '/m' },
  'model.cannot-answer': { file: '/m', reason: 'r' },
  'model.load-cancelled': { file: '/m' },
  'model.load-failed': { file: '/m', reason: 'x' },
  'ngram.invalid-model': { file: '/m.arpa', reason: 'line 3 has no number' },
  'ngram.none': {},
  'ngram.training-failed': { reason: 'no document matches' },
  'inference.restarting': { attempt: 1 },
  'host.no-dialogs': {},
  'connection.lost': {},
  internal: { reference: 'r' },
}

export function createProbeRouter(options: { exit: () => void }) {
  const os = implement(probeContract)
  const seen = { produced: 0, closedStreams: 0, abortedCalls: 0, begun: [] as string[] }
  const hang = (signal: AbortSignal | undefined) =>
    new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
      // The promise above only ever rejects, and only by an abort.
      .finally(() => seen.abortedCalls++)
  let echoed = Promise.withResolvers<void>()
  return os.router({
    echo: os.echo.handler(({ input }) => {
      echoed.resolve()
      echoed = Promise.withResolvers()
      return input.text
    }),
    echoNumbers: os.echoNumbers.handler(({ input }) => input),
    streamNumbers: os.streamNumbers.handler(async function* ({ input }) {
      for (let time = 0; time < input.times; time++) yield input.numbers
    }),
    countIds: os.countIds.handler(({ input }) => Uint32Array.from({ length: input.count }, (_, id) => id)),
    sum: os.sum.handler(({ input }) => input.ids.reduce((sum, id) => sum + id, 0)),
    fail: os.fail.handler(({ input }) => {
      throw new AppError(input.code, `message of ${input.code}`, detailsByCode[input.code])
    }),
    failWithBug: os.failWithBug.handler(() => {
      throw new TypeError('secret detail')
    }),
    hang: os.hang.handler(({ signal }) => hang(signal)),
    count: os.count.handler(async function* ({ input }) {
      try {
        for (let value = 0; value < input.to; value++) {
          if (value === input.failAt) throw new AppError('model.not-loaded', 'unloaded meanwhile', {})
          seen.produced++
          yield value
        }
      } finally {
        seen.closedStreams++
      }
    }),
    countAfterEcho: os.countAfterEcho.handler(async function* () {
      await echoed.promise
      for (let value = 0; ; value++) {
        seen.produced++
        yield value
      }
    }),
    begin: os.begin.handler(async ({ input }) => {
      seen.begun.push(input.name)
    }),
    beginWithoutInput: os.beginWithoutInput.handler(() => {
      seen.begun.push('-')
    }),
    beginAndHang: os.beginAndHang.handler(({ input, signal }) => {
      seen.begun.push(input.name)
      return hang(signal)
    }),
    beginStream: os.beginStream.handler(async function* ({ input }) {
      seen.begun.push(input.name)
      try {
        for (let value = 0; ; value++) {
          yield value
          // A stream that is always ready would leave no room for anything else in its process.
          await new Promise((resolve) => setImmediate(resolve))
        }
      } finally {
        seen.closedStreams++
      }
    }),
    witness: os.witness.handler(() => ({ ...seen })),
    exit: os.exit.handler(() => options.exit()),
  })
}
