import { setTimeout as delay } from 'node:timers/promises'
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { PickPathRequest } from '#contracts/host'
import { inferenceEnvironment } from '#contracts/inference-environment'
import { followLastWords } from '#contracts/last-words'
import { createRestartDelay } from '../supervision/restart-delay.ts'
import type { EngineConfiguration, FromEngineMessage, ToEngineMessage, ToInferenceMessage } from './process-messages.ts'

/** How long the engine may take to close its project and end its jobs before it is killed. What it stored by then is kept anyway. */
const stopTimeoutMs = 5000

export interface SupervisorOptions {
  engineFile: string
  inferenceFile: string
  configuration: EngineConfiguration
  pickPath(request: PickPathRequest): Promise<string | null>
  /** Shows a file in the system's file manager. */
  showFile(path: string): void
  /** Called after the first and after every later start: pages need a new port. */
  onDidStartEngine(): void
}

export interface Supervisor {
  start(): void
  /** Sends a message to the engine that runs now; without one it is lost, and its sender is told by `onDidStartEngine`. */
  send(message: ToEngineMessage, ports?: MessagePortMain[]): void
  /** Ends the engine, gently first, and with it every inference process. */
  stop(): Promise<void>
}

/** Keeps the engine process running, and runs inference processes for it: utility processes can only be started from here. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const restartDelay = createRestartDelay()
  let engine: UtilityProcess | null = null
  let inferences: InferenceProcesses | null = null
  let restartTimer: NodeJS.Timeout | null = null
  let stopping = false

  function start(): void {
    restartTimer = null
    const startedAt = performance.now()
    const started = utilityProcess.fork(options.engineFile, [], { serviceName: 'CodeShell engine' })
    engine = started
    // An engine numbers its questions from 1, so an answer that comes late must not reach the engine after it.
    const reply: Reply = (message, ports = []) => {
      if (engine === started) started.postMessage(message, ports)
    }
    const own = createInferenceProcesses(options.inferenceFile, reply)
    inferences = own
    started.on('message', (message: FromEngineMessage) => answer(message, { reply, inferences: own }))
    started.once('exit', (code) => {
      engine = null
      own.killAll()
      if (stopping) return
      const delayMs = restartDelay.next({ ranMs: performance.now() - startedAt })
      console.error(`The engine process ended with code ${code}; it is started again in ${delayMs} ms.`)
      restartTimer = setTimeout(start, delayMs)
    })
    send({ type: 'configure', configuration: options.configuration })
    options.onDidStartEngine()
  }

  function send(message: ToEngineMessage, ports: MessagePortMain[] = []): void {
    engine?.postMessage(message, ports)
  }

  function answer(message: FromEngineMessage, asker: { reply: Reply; inferences: InferenceProcesses }): void {
    const { reply, inferences } = asker
    switch (message.type) {
      case 'launch-inference':
        inferences.launch(message.id)
        break
      case 'kill-inference':
        inferences.kill(message.id)
        break
      case 'pick-path':
        void pick(message.request).then((path) => reply({ type: 'path-picked', id: message.id, path }))
        break
      case 'show-file':
        options.showFile(message.path)
        break
    }
  }

  async function pick(request: PickPathRequest): Promise<string | null> {
    try {
      return await options.pickPath(request)
    } catch (error) {
      // The window went while the dialog was opening: nothing was chosen.
      console.error(`The dialog "${request.title}" failed: ${String(error)}`)
      return null
    }
  }

  return {
    start,
    send,
    async stop() {
      stopping = true
      if (restartTimer) clearTimeout(restartTimer)
      const running = engine
      if (running) {
        const exited = new Promise<void>((resolve) => running.once('exit', () => resolve()))
        send({ type: 'stop' })
        const gaveUp = new AbortController()
        await Promise.race([exited, delay(stopTimeoutMs, undefined, { signal: gaveUp.signal }).catch(ignoreAbort)])
        gaveUp.abort()
        endProcess(running)
      }
      inferences?.killAll()
    },
  }
}

function ignoreAbort(): void {
  // The engine ended in time; the wait for it was called off.
}

/** Sends to the engine that asked, as long as it runs. */
type Reply = Supervisor['send']
type InferenceProcesses = ReturnType<typeof createInferenceProcesses>

/** The inference processes of one engine. */
function createInferenceProcesses(inferenceFile: string, send: Reply) {
  const running = new Map<number, UtilityProcess>()
  return {
    launch(id: number): void {
      const inference = utilityProcess.fork(inferenceFile, [], {
        serviceName: 'CodeShell inference',
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, ...inferenceEnvironment },
      })
      running.set(id, inference)
      const words = inference.stderr ? followLastWords(inference.stderr, (text) => process.stderr.write(text)) : null
      inference.once('exit', (code) => {
        running.delete(id)
        send({ type: 'inference-exited', id, code, lastWords: words?.get() ?? '' })
      })
      const { port1, port2 } = new MessageChannelMain()
      inference.postMessage({ type: 'serve-port' } satisfies ToInferenceMessage, [port1])
      send({ type: 'inference-port', id }, [port2])
    },
    kill(id: number): void {
      const inference = running.get(id)
      if (inference) endProcess(inference)
    },
    killAll(): void {
      for (const inference of running.values()) endProcess(inference)
    },
  }
}

/** Ends a process also when it was only just asked for: until it has started, `kill` does nothing. */
function endProcess(process: UtilityProcess): void {
  if (!process.kill()) process.once('spawn', () => process.kill())
}
