import { setTimeout as delay } from 'node:timers/promises'
import { isAppError } from '#contracts/errors'
import type { DetectedBackend, InferenceClient, inferenceContract } from '#contracts/inference'
import type { Backend, BackendName } from '#contracts/models'
import { connect } from '#contracts/wire/connect'
import type { InferenceLauncher, InferenceProcess } from '#engine/platform/inference'
import type { Log } from '#engine/platform/log'
import type { BackendMemory, Verdict } from './backend-memory.ts'

/** A driver that compiles its programs at first use takes seconds, one that hangs takes for ever. */
const TRIAL_MS = 120_000
const END_MS = 1_000

/**
 * Which back-end models run on. One that was found is tried in a process of its own before it is used: a driver that refuses may end
 * the process that asks. The verdict is remembered for this driver and this program.
 */
export interface Backends extends AsyncDisposable {
  /** Chooses the best back-end for a new process, trying what has no verdict yet, and opens it there. */
  openBest(client: InferenceClient): Promise<void>
  /** All of them, the best first, as `openBest` found them last. */
  list(): Backend[]
  /** Forgets why a back-end failed, so that `openBest` tries it again. */
  forget(name: BackendName): Promise<void>
}

export interface BackendsOptions {
  readonly launcher: InferenceLauncher
  readonly memory: BackendMemory
  readonly log: Log
  /** Version of the program. */
  readonly version: string
  /** A small model to try with; null when there is none. */
  findTrialModel(): Promise<string | null>
  readonly trialMs?: number | undefined
}

export function createBackends(options: BackendsOptions): Backends {
  const { launcher, memory, log, version, findTrialModel, trialMs = TRIAL_MS } = options
  const trials = new Set<InferenceProcess>()
  let detected: DetectedBackend[] = []
  let verdicts: Partial<Record<BackendName, Verdict>> = {}
  let inUse: { name: BackendName; device: string; cores: number } = { name: 'cpu', device: 'CPU', cores: 1 }

  const isCurrent = (verdict: Verdict | undefined, backend: DetectedBackend): verdict is Verdict =>
    verdict?.version === `${version}; ${backend.version}`

  /** How a back-end fared in a process of its own. Never rejects. */
  const prove = async (name: BackendName): Promise<{ failure: string | null; device: string }> => {
    let trial: InferenceProcess
    try {
      trial = await launcher.launch()
    } catch (error) {
      return { failure: `It could not be tried: ${error instanceof Error ? error.message : String(error)}`, device: '' }
    }
    trials.add(trial)
    const ended = new AbortController()
    try {
      const client = connect<typeof inferenceContract>(trial.wire)
      const proof = client.prove({ backend: name, file: await findTrialModel() }).then(
        ({ device }) => ({ failure: null, device }),
        async (error: unknown) => {
          if (!isAppError(error, 'connection.lost'))
            return { failure: error instanceof Error ? error.message : String(error), device: '' }
          const { code, signal, lastWords } = await trial.exited
          const how = signal ? `signal ${signal}` : `exit code ${code}`
          return { failure: `Trying it ended the process (${how})${lastWords === '' ? '.' : `: ${lastWords}`}`, device: '' }
        },
      )
      const timeout = delay(
        trialMs,
        { failure: `It gave no answer in ${Math.round(trialMs / 1000)} s.`, device: '' },
        { signal: ended.signal },
      )
      return await Promise.race([proof, timeout])
    } finally {
      ended.abort()
      await endTrial(trial)
      trials.delete(trial)
    }
  }
  const findVerdict = async (backend: DetectedBackend): Promise<Verdict> => {
    const known = verdicts[backend.name]
    if (isCurrent(known, backend)) return known
    const verdict = { version: `${version}; ${backend.version}`, ...(await prove(backend.name)) }
    log.info('a back-end was tried', { backend: backend.name, ...verdict })
    verdicts = { ...(await memory.read()), [backend.name]: verdict }
    await memory.write(verdicts)
    return verdict
  }

  return {
    async openBest(client) {
      detected = await client.detect()
      verdicts = await memory.read()
      for (const backend of detected) {
        if (backend.missing !== null) continue
        const { failure } = await findVerdict(backend)
        if (failure !== null) continue
        try {
          inUse = { name: backend.name, ...(await client.open({ backend: backend.name })) }
          return
        } catch (error) {
          // It worked a moment ago in another process: not a verdict, the next start tries it again.
          log.warn('a back-end that passed its trial could not be opened', { backend: backend.name, reason: String(error) })
          if (isAppError(error, 'inference.restarting')) throw error
        }
      }
      inUse = { name: 'cpu', ...(await client.open({ backend: 'cpu' })) }
    },
    list() {
      const gpus = detected.map((backend): Backend => {
        const { name, missing } = backend
        const verdict = verdicts[name]
        if (inUse.name === name) return { name, available: true, inUse: true, failed: false, detail: inUse.device }
        if (missing !== null) return { name, available: false, inUse: false, failed: false, detail: missing }
        if (isCurrent(verdict, backend) && verdict.failure !== null) {
          return { name, available: false, inUse: false, failed: true, detail: verdict.failure }
        }
        return { name, available: true, inUse: false, failed: false, detail: `Found; ${inUse.name} is faster and in use.` }
      })
      const { cores } = inUse
      const detail = `${cores} ${cores === 1 ? 'core' : 'cores'} for arithmetic`
      return [...gpus, { name: 'cpu', available: true, inUse: inUse.name === 'cpu', failed: false, detail }]
    },
    async forget(name) {
      const { [name]: _, ...others } = await memory.read()
      verdicts = others
      await memory.write(others)
    },
    async [Symbol.asyncDispose]() {
      for (const trial of trials) trial.kill()
      await Promise.all([...trials].map(({ exited }) => exited))
    },
  }
}

/** Gently first, so that a driver is left in order; one that hangs hears nothing. */
async function endTrial(trial: InferenceProcess): Promise<void> {
  trial.wire.close()
  const timer = setTimeout(() => trial.kill(), END_MS)
  await trial.exited
  clearTimeout(timer)
}
