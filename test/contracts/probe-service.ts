import { eventIterator } from '@orpc/contract'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { AppError, type AppErrorCode, type AppErrorDetails, appErrorDetails } from '#contracts/errors'
import { procedure } from '#contracts/procedure'

const errorCode = z.enum(Object.keys(appErrorDetails) as [AppErrorCode, ...AppErrorCode[]])

/** A contract that exercises what any contract may do. */
export const probeContract = {
  echo: procedure.input(z.object({ text: z.string().max(10_000_000) })).output(z.string()),
  fail: procedure.input(z.object({ code: errorCode })).output(z.void()),
  failWithBug: procedure.output(z.void()),
  /** Never answers; counts as aborted when its signal fires. */
  hang: procedure.output(z.void()),
  count: procedure
    .input(z.object({ to: z.number().int(), failAt: z.number().int().nullable() }))
    .output(eventIterator(z.number())),
  /** Counts without an end, from the next `echo` on. */
  countAfterEcho: procedure.output(eventIterator(z.number())),
  /** What the service saw of its callers. */
  witness: procedure.output(z.object({ produced: z.number(), closedStreams: z.number(), abortedCalls: z.number() })),
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
  'document.not-found': { documentId: 3 },
  'signal.not-found': { signal: 'perplexity' },
  'file.not-found': { file: '/f' },
  'file.failed': { file: '/f', systemCode: 'EACCES' },
  'file.not-text': { file: '/f' },
  'file.too-large': { file: '/f', sizeBytes: 2, limitBytes: 1 },
  'file.changed': { file: '/f' },
  'recipe.invalid': { reason: 'unknown key', line: 2, column: 1 },
  'job.not-found': { jobId: 1 },
  'job.conflict': { jobId: null, reason: 'an import runs' },
  'model.not-found': { file: '/m' },
  'model.invalid-file': { file: '/m', reason: 'truncated' },
  'model.unsupported-architecture': { file: '/m', architecture: 'x' },
  'model.out-of-memory': { file: '/m', requiredBytes: 2, availableBytes: 1 },
  'model.not-loaded': {},
  'model.no-infill': { file: '/m' },
  'model.load-failed': { file: '/m', reason: 'x' },
  'inference.restarting': { attempt: 1 },
  'host.no-dialogs': {},
  'connection.lost': {},
  internal: { reference: 'r' },
}

export function createProbeRouter(options: { exit: () => void }) {
  const os = implement(probeContract)
  const seen = { produced: 0, closedStreams: 0, abortedCalls: 0 }
  let echoed = Promise.withResolvers<void>()
  return os.router({
    echo: os.echo.handler(({ input }) => {
      echoed.resolve()
      echoed = Promise.withResolvers()
      return input.text
    }),
    fail: os.fail.handler(({ input }) => {
      throw new AppError(input.code, `message of ${input.code}`, detailsByCode[input.code])
    }),
    failWithBug: os.failWithBug.handler(() => {
      throw new TypeError('secret detail')
    }),
    hang: os.hang.handler(async ({ signal }) => {
      await new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
        // The promise above only ever rejects, and only by an abort.
        .finally(() => seen.abortedCalls++)
    }),
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
    witness: os.witness.handler(() => ({ ...seen })),
    exit: os.exit.handler(() => options.exit()),
  })
}
