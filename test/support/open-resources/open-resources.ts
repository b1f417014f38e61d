import { createHook } from 'node:async_hooks'
import type { ChildProcess } from 'node:child_process'
import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readdirSync, readlinkSync } from 'node:fs'
import type { Server } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'

/** Something that keeps a process alive, or a file or a port taken. */
export interface OpenResource {
  /** What it is: `MESSAGEPORT`, `TCPWRAP` … as Node's async hooks call it, `child process`, `worker thread`, `server` or `file`. */
  readonly kind: string
  /** The command of a child process, the address of a server, the path of a file. */
  readonly name?: string | undefined
  /** The first line of the project on the stack when it was opened, where there was one. */
  readonly openedAt?: string | undefined
}

export interface ResourceWatch extends Disposable {
  /** What was opened since the watch began and is open still. */
  findOpen(): OpenResource[]
  /** Waits until nothing is open, at most so long, and answers with what is. */
  settle(limitMs: number): Promise<OpenResource[]>
}

interface Tracked {
  readonly kind: string
  readonly resource: WeakRef<object>
  /** An error for its stack, which is put into words only if it is asked for. */
  readonly opening: Error
}

/** What Node announces when it is made, with the object that knows whether it has ended. */
interface Announced {
  readonly kind: string
  readonly opening: Error
  isOpen(): boolean
  name?(): string
}

/** By the channel of `node:diagnostics_channel` that announces it. */
const channels: Record<string, (message: unknown) => Omit<Announced, 'opening'>> = {
  child_process(message) {
    const { process: child } = message as { process: ChildProcess }
    const isOpen = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
    return { kind: 'child process', isOpen, name: () => child.spawnargs.join(' ') }
  },
  worker_threads(message) {
    const { worker } = message as { worker: Worker }
    // Below 0 when it has ended.
    return { kind: 'worker thread', isOpen: () => worker.threadId >= 0 }
  },
  'tracing:net.server.listen:asyncStart'(message) {
    const { server } = message as { server: Server }
    return { kind: 'server', isOpen: () => server.listening, name: () => JSON.stringify(server.address()) }
  },
}

// Handles whose record ends when they are closed.
const watchedKinds = new Set(['MESSAGEPORT', 'TCPWRAP', 'PIPEWRAP', 'UDPWRAP', 'FSEVENTWRAP', 'STATWATCHER', 'Timeout'])

const projectFolder = path.resolve(import.meta.dirname, '../../..')
/** How often it is looked whether something is still open. */
const pollMs = 20

/** Follows what this process opens. Databases are followed by their files, on Linux. */
export function watchOpenResources(): ResourceWatch {
  // Made when they are first touched, and open until the process ends.
  void [process.stdout, process.stderr]
  const tracked = new Map<number, Tracked>()
  const announced: Announced[] = []
  const filesBefore = listOpenFiles()
  let isPolling = false
  const hook = createHook({
    init(asyncId, kind, _trigger, resource) {
      if (!isPolling && watchedKinds.has(kind))
        tracked.set(asyncId, { kind, resource: new WeakRef(resource), opening: captureStack() })
    },
    destroy: (asyncId) => void tracked.delete(asyncId),
    trackPromises: false,
  })
  const listeners = Object.entries(channels).map(([name, read]): [string, ChannelListener] => [
    name,
    (message) => void announced.push({ ...read(message), opening: captureStack() }),
  ])
  for (const [name, listener] of listeners) subscribe(name, listener)
  hook.enable()

  function findOpen(): OpenResource[] {
    const handles = [...tracked.values()].filter(isOpen).map(({ kind, opening }) => ({ kind, openedAt: findPlace(opening) }))
    const known = announced
      .filter((one) => one.isOpen())
      .map(({ kind, name, opening }) => ({ kind, name: name?.(), openedAt: findPlace(opening) }))
    const files = [...listOpenFiles()].filter((file) => !filesBefore.has(file)).map((name) => ({ kind: 'file', name }))
    // A runner and its libraries have handles of their own, which no line of the project opened.
    return [...known, ...handles.filter(({ openedAt }) => openedAt), ...files]
  }

  return {
    findOpen,
    async settle(limitMs) {
      const end = performance.now() + limitMs
      let open = findOpen()
      while (open.length > 0 && performance.now() < end) {
        // Not the timer of this wait.
        isPolling = true
        const wait = delay(pollMs)
        isPolling = false
        await wait
        open = findOpen()
      }
      return open
    },
    [Symbol.dispose]() {
      hook.disable()
      for (const [name, listener] of listeners) unsubscribe(name, listener)
    },
  }
}

/** One line for each, for a person. */
export function formatOpenResources(open: readonly OpenResource[]): string {
  const lines = open.map(
    ({ kind, name, openedAt }) => `- ${[kind, name, openedAt && `opened at ${openedAt}`].filter(Boolean).join(' ')}`,
  )
  return [...new Set(lines)].join('\n')
}

function isOpen({ kind, resource }: Tracked): boolean {
  const live = resource.deref() as { hasRef?: () => boolean } | undefined
  if (!live) return false
  // A timer that does not keep the process alive is left to itself.
  return kind !== 'Timeout' || live.hasRef?.() === true
}

function captureStack(): Error {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 30
  const error = new Error('opened')
  Error.stackTraceLimit = limit
  return error
}

function findPlace({ stack = '' }: Error): string | undefined {
  const line = stack
    .split('\n')
    .slice(1)
    .find((text) => text.includes(projectFolder) && !text.includes('node_modules') && !text.includes(import.meta.filename))
  return line?.trim().replace(/^at /, '').replace(`${projectFolder}${path.sep}`, '')
}

/** Files that this process holds, libraries and devices left out. Empty where the system does not say. */
function listOpenFiles(): Set<string> {
  const files = new Set<string>()
  if (process.platform !== 'linux') return files
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      const target = readlinkSync(`/proc/self/fd/${descriptor}`)
      if (/^\/(?!dev\/|proc\/|sys\/)/.test(target) && !target.includes('/node_modules/') && !isMemory(target)) files.add(target)
    } catch {
      // Closed since the folder was listed, the one for listing among them.
    }
  }
  return files
}

/** Shared memory has a path, but is no file. */
const isMemory = (target: string) => target.startsWith('/memfd:')
