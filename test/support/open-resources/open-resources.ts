import { createHook } from 'node:async_hooks'
import type { ChildProcess } from 'node:child_process'
import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readdirSync, readlinkSync } from 'node:fs'
import type { Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { followFileOpenings } from './file-openings.ts'
import { captureStack, findPlace } from './opening-place.ts'

/** Something that keeps a process alive, or a file or a port taken. */
export interface OpenResource {
  /** What it is, in words where there are some, otherwise as Node's async hooks call it. */
  readonly kind: string
  /** The command of a child process, the address of a server, the path of a file. */
  readonly name?: string | undefined
  /** The first line of the project on the stack when it was opened, where there was one. */
  readonly openedAt?: string | undefined
}

/** When it is disposed of, child processes that are left are ended: one with the output of its parent would keep a runner waiting. */
export interface ResourceWatch extends Disposable {
  /** Waits until nothing is open that was opened since the watch began, at most so long, and answers with what is. */
  settle(limitMs: number): Promise<OpenResource[]>
}

interface Handle {
  readonly kind: string
  readonly resource: WeakRef<object>
  readonly opening: Error
}

/** What Node announces when it is made, with the object that knows whether it has ended. */
interface Announced {
  readonly kind: string
  readonly opening: Error
  isOpen(): boolean
  name?(): string
  /** Ends what would outlive this process. */
  end?(): void
}

/** By the channel of `node:diagnostics_channel` that announces it. */
const channels: Record<string, (message: unknown) => Omit<Announced, 'opening'>> = {
  child_process(message) {
    const { process: child } = message as { process: ChildProcess }
    const isOpen = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
    return { kind: 'child process', isOpen, name: () => child.spawnargs.join(' '), end: () => void child.kill('SIGKILL') }
  },
  worker_threads(message) {
    const { worker } = message as { worker: Worker }
    // Below 0 when it has ended.
    return { kind: 'worker thread', isOpen: () => worker.threadId >= 0 }
  },
  'tracing:net.server.listen:asyncStart'(message) {
    const { server } = message as { server: Server }
    let address: string | undefined
    // It listens no more from the call of `close`, but it is closed when its last connection is.
    server.once('listening', () => {
      address = JSON.stringify(server.address())
    })
    server.once('close', () => {
      address = undefined
    })
    return { kind: 'server', isOpen: () => address !== undefined, name: () => String(address) }
  },
}

/** Handles whose record ends when they are closed, as Node's async hooks call them and in words. */
const handleKinds: Record<string, string> = {
  MESSAGEPORT: 'message port',
  TCPWRAP: 'socket',
  PIPEWRAP: 'pipe',
  UDPWRAP: 'UDP socket',
  FSEVENTWRAP: 'watched file or folder',
  STATWATCHER: 'watched file',
}

/** How often it is looked whether something is still open. */
const pollMs = 20

/** Follows what this process opens. Files, databases among them, are followed on Linux alone. */
export function watchOpenResources(): ResourceWatch {
  // Made when they are first touched, and open until the process ends.
  void [process.stdout, process.stderr]
  const handles = new Map<number, Handle>()
  const announced: Announced[] = []
  const fileOpenings = followFileOpenings()
  const filesBefore = listOpenFiles()
  const hook = createHook({
    init(asyncId, type, _trigger, resource) {
      const kind = handleKinds[type]
      if (kind) handles.set(asyncId, { kind, resource: new WeakRef(resource), opening: captureStack() })
    },
    destroy: (asyncId) => void handles.delete(asyncId),
    trackPromises: false,
  })
  const listeners = Object.entries(channels).map(([name, read]): [string, ChannelListener] => [
    name,
    (message) => void announced.push({ ...read(message), opening: captureStack() }),
  ])
  for (const [name, listener] of listeners) subscribe(name, listener)
  hook.enable()

  function findOpen(): OpenResource[] {
    const known = announced
      .filter((one) => one.isOpen())
      .map(({ kind, name, opening }) => ({ kind, name: name?.(), openedAt: findPlace(opening) }))
    const places = new Set(known.map(({ openedAt }) => openedAt))
    const others = [...handles.values()]
      .filter(({ resource }) => resource.deref())
      .map(({ kind, opening }) => ({ kind, openedAt: findPlace(opening) }))
      // The pipes of a child process and the port of a worker thread go with it.
      .filter(({ openedAt }) => !places.has(openedAt))
    const files = [...listOpenFiles()]
      .filter((file) => !filesBefore.has(file))
      .map((name) => ({ kind: 'file', name, openedAt: fileOpenings.findPlace(name) }))
    // The runner and its libraries have handles of their own, which no line of the project opened.
    return [...known, ...others].filter(({ openedAt }) => openedAt).concat(files)
  }

  return {
    async settle(limitMs) {
      const end = performance.now() + limitMs
      let open = findOpen()
      while (open.length > 0 && performance.now() < end) {
        await delay(pollMs)
        open = findOpen()
      }
      return open
    },
    [Symbol.dispose]() {
      hook.disable()
      for (const [name, listener] of listeners) unsubscribe(name, listener)
      fileOpenings[Symbol.dispose]()
      for (const one of announced) if (one.isOpen()) one.end?.()
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

/** Files that this process holds, libraries and devices left out. Empty where the system does not say. */
function listOpenFiles(): Set<string> {
  const files = new Set<string>()
  if (process.platform !== 'linux') return files
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      const target = readlinkSync(`/proc/self/fd/${descriptor}`)
      if (/^\/(?!dev\/|proc\/|sys\/|memfd:)/.test(target) && !target.includes('/node_modules/')) files.add(target)
    } catch {
      // Closed since the folder was listed, the one for listing among them.
    }
  }
  return files
}
