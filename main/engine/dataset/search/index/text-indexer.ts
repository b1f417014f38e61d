import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BuiltSegment } from './build-segment.ts'

export interface IndexingWorkerData {
  projectFile: string
  indexFile: string
}
export type IndexingRequest = 'next' | 'close'
export type IndexingReply = BuiltSegment | null

/** Builds the index of texts in a thread of its own. */
export interface TextIndexer extends AsyncDisposable {
  /** Adds the next segment; null when every document is in. Aborting ends the thread: what it was adding is not there then. */
  next(signal: AbortSignal): Promise<BuiltSegment | null>
}

/** From source the worker is TypeScript; in a bundle it lies beside the chunk that holds this module. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './index-texts-worker.ts' : './index-texts-worker.js',
  import.meta.url,
)

export function createTextIndexer(files: IndexingWorkerData): TextIndexer {
  const worker = new Worker(workerUrl, { workerData: files, execArgv: [] })
  const exited = once(worker, 'exit')
  let failure: unknown
  worker.on('error', (error) => {
    failure = error
  })
  let isEnded = false
  void exited.then(() => {
    isEnded = true
  })

  return {
    async next(signal) {
      signal.throwIfAborted()
      const { promise: aborted, reject } = Promise.withResolvers<never>()
      const abort = () => reject(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      worker.postMessage('next' satisfies IndexingRequest)
      try {
        const ended = exited.then(() => {
          throw failure ?? new Error('The thread that indexes texts ended.')
        })
        const [reply] = await Promise.race([once(worker, 'message') as Promise<[IndexingReply]>, aborted, ended])
        return reply
      } catch (error) {
        await worker.terminate()
        throw error
      } finally {
        signal.removeEventListener('abort', abort)
      }
    },
    async [Symbol.asyncDispose]() {
      if (!isEnded) worker.postMessage('close' satisfies IndexingRequest)
      await exited
    },
  }
}
