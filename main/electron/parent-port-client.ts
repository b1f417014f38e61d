import type { MessagePortMain, ParentPort } from 'electron'
import type { CommandId } from '#contracts/commands'
import type { PickPathRequest } from '#contracts/host'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import type { Wire } from '#contracts/wire/wire'
import type { EngineConfiguration, FromEngineMessage, ToEngineMessage } from './process-messages.ts'

/** How an inference process ended. */
export interface InferenceExit {
  code: number | null
  signal: string | null
  /** What it wrote last to its standard error, on one line. */
  lastWords: string
}

/** A process in which llama.cpp can be reached through `wire`. */
export interface LaunchedInference {
  wire: Wire
  exited: Promise<InferenceExit>
  kill(): void
}

/** What the engine does when the app's process speaks to it. */
export interface EngineListener {
  onConfigure(configuration: EngineConfiguration): void
  onRendererPort(wire: Wire): void
  onCommand(command: CommandId): void
  onStop(): void
}

/** The engine's side of the conversation with the app's process. */
export interface ParentPortClient {
  listen(listener: EngineListener): void
  launchInference(): Promise<LaunchedInference>
  pickPath(request: PickPathRequest): Promise<string | null>
  showFile(path: string): void
}

/** Speaks with the app's process over the port that a utility process is born with. */
export function createParentPortClient(parentPort: ParentPort): ParentPortClient {
  const picks = new Map<number, (path: string | null) => void>()
  const launches = new Map<number, { onPort(port: MessagePortMain): void; onExit(exit: InferenceExit): void }>()
  let lastId = 0
  const send = (message: FromEngineMessage) => parentPort.postMessage(message)

  function receive(message: ToEngineMessage, port: MessagePortMain | undefined, listener: EngineListener): void {
    switch (message.type) {
      case 'configure':
        listener.onConfigure(message.configuration)
        break
      case 'renderer-port':
        if (port) listener.onRendererPort(createMessagePortWire(port))
        break
      case 'inference-port':
        if (port) launches.get(message.id)?.onPort(port)
        break
      case 'inference-exited':
        launches.get(message.id)?.onExit({ code: message.code, signal: null, lastWords: message.lastWords })
        launches.delete(message.id)
        break
      case 'path-picked':
        picks.get(message.id)?.(message.path)
        picks.delete(message.id)
        break
      case 'command':
        listener.onCommand(message.command)
        break
      case 'stop':
        listener.onStop()
        break
    }
  }

  return {
    listen(listener) {
      parentPort.on('message', ({ data, ports }) => receive(data as ToEngineMessage, ports[0], listener))
    },
    launchInference() {
      const id = ++lastId
      const exit = Promise.withResolvers<InferenceExit>()
      const launched = Promise.withResolvers<LaunchedInference>()
      launches.set(id, {
        onPort: (port) =>
          launched.resolve({
            wire: createMessagePortWire(port),
            exited: exit.promise,
            kill: () => send({ type: 'kill-inference', id }),
          }),
        onExit: exit.resolve,
      })
      send({ type: 'launch-inference', id })
      return launched.promise
    },
    pickPath(request) {
      const id = ++lastId
      return new Promise((resolve) => {
        picks.set(id, resolve)
        send({ type: 'pick-path', id, request })
      })
    },
    showFile: (path) => send({ type: 'show-file', path }),
  }
}
