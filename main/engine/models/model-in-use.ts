import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, isAppError } from '#contracts/errors'
import type { InferenceClient } from '#contracts/inference'
import type { LoadedModel, LoadStage, ModelState } from '#contracts/models'
import type { Log } from '#engine/platform/log'
import { createObservable, type Observable } from '#engine/platform/observable'
import type { InferenceSupervisor } from './inference-supervisor.ts'
import { watchLoad } from './load-watch.ts'

/** How often a model is loaded again in a row when its process dies while doing so. */
const MAX_RELOADS = 5
/** How long a load that was called off may take to stop before its process is ended. */
const CALL_OFF_MS = 5_000

/** The one model in use: loads it, brings it back when its process dies, and says what becomes of it. */
export interface ModelInUse extends Disposable {
  readonly state: Pick<Observable<ModelState>, 'get' | 'watch'>
  /** Loads a model in place of what is loaded or being loaded. If it fails, the one that worked before is loaded again. */
  load(file: string): Promise<LoadedModel>
  /** Loads the first file that is there. Announced before anything is awaited; a failure is in `state`, not thrown. */
  loadFirst(listFiles: () => Promise<readonly string[]>): Promise<void>
  /** Loads the model again that was in use, because its process is to be another one. */
  reload(): Promise<void>
  /** Ends loading too. */
  unload(): Promise<void>
  /** To be called when the process died. */
  noteCrash(crash: { reason: string; attempt: number }): void
}

type Supervisor = Pick<InferenceSupervisor, 'getClient' | 'findClient' | 'describeLastEnd' | 'end'>

export function createModelInUse({ supervisor, log }: { supervisor: Supervisor; log: Log }): ModelInUse {
  const state = createObservable<ModelState>({ status: 'none' })
  // Only the newest wish may write the state; it ends what the one before began.
  let newest = new AbortController()
  // One load follows another in the process, and begins when the one before has stopped there.
  let lastLoad: Promise<unknown> = Promise.resolve()
  let lastReady: string | null = null

  const begin = (): AbortSignal => {
    newest.abort()
    newest = new AbortController()
    return newest.signal
  }
  const publish = (wish: AbortSignal, next: ModelState) => {
    if (!wish.aborted) state.set(next)
  }
  const publishLoading = (wish: AbortSignal, file: string, stage: LoadStage, progress: number) =>
    publish(wish, { status: 'loading', file, name: nameOf(file), stage, progress })
  const publishFailure = (wish: AbortSignal, file: string, { code, message }: { code: string; message: string }) =>
    publish(wish, { status: 'failed', file, name: nameOf(file), code, message })

  /** Makes the process free for something else, if need be by ending it. */
  const callOff = async (client: InferenceClient): Promise<void> => {
    const timeout = new AbortController()
    const late = delay(CALL_OFF_MS, 'late', { signal: timeout.signal }).catch(() => 'in time')
    const unloaded = client.unload().then(
      () => 'unloaded',
      // The model went with its process.
      (error: unknown) => (isAppError(error, 'inference.restarting') ? 'unloaded' : 'failed'),
    )
    const outcome = await Promise.race([unloaded, late])
    timeout.abort()
    if (outcome !== 'unloaded') await supervisor.end()
  }

  /** Fails with an `AppError`, of the code `model.load-cancelled` once the wish is no longer the newest. */
  const attempt = (file: string, wish: AbortSignal): Promise<LoadedModel> => {
    const loaded = lastLoad.then(() => loadInProcess(file, wish))
    lastLoad = loaded.catch(() => {})
    return loaded
  }
  const loadInProcess = async (file: string, wish: AbortSignal): Promise<LoadedModel> => {
    try {
      if (wish.aborted) throw cancelled(file)
      const client = await supervisor.getClient()
      if (wish.aborted) throw cancelled(file)
      publishLoading(wish, file, 'opening', 0)
      using watch = watchLoad()
      try {
        for await (const event of await client.load({ file }, { signal: AbortSignal.any([wish, watch.signal]) })) {
          if (event.type === 'ready' && !wish.aborted) {
            lastReady = file
            publish(wish, { status: 'ready', model: event.model })
            return event.model
          }
          if (event.type === 'ready') break
          watch.note(event.stage)
          publishLoading(wish, file, event.stage, event.progress)
        }
      } catch (error) {
        if (!wish.aborted && !watch.signal.aborted) throw error
      }
      if (wish.aborted) {
        await callOff(client)
        throw cancelled(file)
      }
      if (!watch.signal.aborted) throw new Error('the process that loads it gave no result')
      await supervisor.end()
      throw loadFailed(file, `it stood still (${watch.stage}), so the process that loads it was ended`)
    } catch (error) {
      throw await toLoadFailure(error, file, supervisor)
    }
  }

  /** Loads a model that has worked before, again and again while its process dies of something else. The outcome is in `state`. */
  const bringBack = async (file: string, wish: AbortSignal): Promise<void> => {
    for (let deaths = 1; ; deaths++) {
      try {
        await attempt(file, wish)
        return
      } catch (error) {
        if (wish.aborted) return
        const { cause } = error as Error
        if (!isAppError(cause, 'inference.restarting') || deaths >= MAX_RELOADS) {
          publishFailure(wish, file, error as AppError)
          return
        }
        const reason = await supervisor.describeLastEnd()
        publish(wish, { status: 'restarting', file, attempt: cause.data.attempt, reason })
      }
    }
  }

  return {
    state,
    async load(file) {
      const fallback = lastReady === file ? null : lastReady
      const wish = begin()
      publishLoading(wish, file, 'opening', 0)
      try {
        return await attempt(file, wish)
      } catch (error) {
        // Trying a model that cannot be loaded must not cost the one that worked, nor may it seem that none is coming.
        if (fallback === null) publishFailure(wish, file, error as AppError)
        else if (!wish.aborted) {
          publishLoading(wish, fallback, 'opening', 0)
          void bringBack(fallback, wish)
        }
        throw error
      }
    },
    async loadFirst(listFiles) {
      const wish = begin()
      publish(wish, { status: 'choosing' })
      const files = await listFiles()
      for (const [index, file] of files.entries()) {
        try {
          await attempt(file, wish)
          return
        } catch (error) {
          if (wish.aborted) return
          log.warn('the model to start with could not be loaded', { file, reason: String(error) })
          // A model that is gone is replaced; one that is there and fails is for the person to see.
          if (!isAppError(error, 'model.not-found') || index === files.length - 1) {
            publishFailure(wish, file, error as AppError)
            return
          }
          publish(wish, { status: 'choosing' })
        }
      }
      publish(wish, { status: 'none' })
    },
    async reload() {
      if (lastReady === null) return
      const wish = begin()
      publishLoading(wish, lastReady, 'opening', 0)
      await bringBack(lastReady, wish)
    },
    async unload() {
      const wish = begin()
      lastReady = null
      publish(wish, { status: 'none' })
      await lastLoad
      const client = await supervisor.findClient()
      if (client && !wish.aborted) await callOff(client)
    },
    noteCrash({ reason, attempt: number }) {
      const before = state.get()
      if (newest.signal.aborted || before.status !== 'ready') return
      const wish = begin()
      publish(wish, { status: 'restarting', file: before.model.file, attempt: number, reason })
      void bringBack(before.model.file, wish)
    },
    [Symbol.dispose]() {
      newest.abort()
    },
  }
}

function nameOf(file: string): string {
  return path.basename(file, '.gguf')
}

function cancelled(file: string): AppError<'model.load-cancelled'> {
  return new AppError('model.load-cancelled', `${path.basename(file)} is no longer being loaded: something else was asked for.`, {
    file,
  })
}

function loadFailed(file: string, reason: string, cause?: unknown): AppError<'model.load-failed'> {
  const message = `${path.basename(file)} could not be loaded: ${reason}. It may need more memory than is free, or be damaged. Try a smaller model.`
  return new AppError('model.load-failed', message, { file, reason }, { cause })
}

/** A process that ended during a load did so because of it; saying "try again in a moment" would send the person in circles. */
async function toLoadFailure(error: unknown, file: string, supervisor: Supervisor): Promise<Error> {
  if (isAppError(error, 'inference.restarting')) {
    return loadFailed(file, `the process that loads it ended (${await supervisor.describeLastEnd()})`, error)
  }
  if (isAppError(error)) return error
  return loadFailed(file, error instanceof Error ? error.message : String(error), error)
}
