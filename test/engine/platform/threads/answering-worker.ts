import { openSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'
import { zstdCompressSync } from 'node:zlib'
import { AppError } from '#contracts/errors'
import { serveThread } from '../../../../main/engine/platform/threads/serve-thread.ts'

/** A thread for tests: what it is asked shows one thing of threads each. */
export interface AnsweringRequests {
  double(numbers: Float64Array): Float64Array
  wait(ms: number): number
  /** These end when they are called off, and count up the number when they begin. */
  compress(begun: Int32Array): void
  waitForever(begun: Int32Array): void
  /** The same, but nothing ends it. */
  hang(begun: Int32Array): void
  /** What fails, in four ways. */
  fail(way: 'expected' | 'system' | 'bug' | 'crash'): void
  /** How often it was called off. */
  countStops(nothing: null): number
}

export interface AnsweringData {
  /** Written when the thread closes. */
  closedFile: string
  refuses: boolean
}

serveThread<AnsweringRequests, AnsweringData>(({ closedFile, refuses }) => {
  if (refuses) throw new AppError('file.not-found', 'There is nothing to open.', { file: closedFile })
  let stops = 0
  return {
    requests: {
      double(numbers, { transfer }) {
        const doubled = numbers.map((value) => value * 2)
        transfer([doubled.buffer])
        return doubled
      },
      wait: async (ms) => {
        await delay(ms)
        return ms
      },
      compress(begun, { throwIfStopped }) {
        tellBegun(begun)
        try {
          for (;;) {
            throwIfStopped()
            zstdCompressSync('int a;')
          }
        } finally {
          stops++
        }
      },
      async waitForever(begun, { signal }) {
        tellBegun(begun)
        await delay(1e9, undefined, { signal }).finally(() => stops++)
      },
      hang(begun) {
        tellBegun(begun)
        for (;;) {}
      },
      fail(way) {
        if (way === 'expected') throw new AppError('document.not-found', 'There is no document 7.', { documentId: 7 })
        if (way === 'system') openSync('/nowhere/at/all', 'r')
        if (way === 'crash') setImmediate(() => (null as unknown as { fall(): void }).fall())
        else throw new TypeError('Nobody thought of this.')
        return delay(1e9)
      },
      countStops: () => stops,
    },
    close: () => writeFileSync(closedFile, `closed by ${threadId}`),
  }
})

function tellBegun(begun: Int32Array): void {
  Atomics.add(begun, 0, 1)
  Atomics.notify(begun, 0)
}
