// Runs in a utility process of Electron 22, whose Node is too old for the program's bundles: starts a newer Node that runs them, and
// carries every message and port between it and the app's process.
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { MessagePortMain, ParentPort } from 'electron'
import type { PortData } from '../electron/message-ports.ts'
import {
  type PackedUtilityMessage,
  packUtilityMessage,
  type UtilityMessage,
  unpackUtilityMessage,
} from '../electron/utility-messages.ts'
import type { RelayTarget } from './build-trial-app.ts'

export function relay({ nodeFile, bootstrapFile, entryFile }: RelayTarget): void {
  const { parentPort } = process as unknown as { parentPort: ParentPort }
  const ports = new Map<number, MessagePortMain>()
  let lastPortId = 0
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  // A packaged app finds its addon through a path that only Electron's own processes have.
  const addonFile = path.join(process.resourcesPath, 'native/codeshell_native.node')
  if (existsSync(addonFile)) env.CODESHELL_NATIVE_ADDON = addonFile
  const child = fork(bootstrapFile, [entryFile], { execPath: nodeFile, execArgv: [], env })
  const send = (message: UtilityMessage) => {
    if (child.connected) child.send(packUtilityMessage(message), () => {})
  }

  function carry(port: MessagePortMain): number {
    const portId = ++lastPortId
    ports.set(portId, port)
    port.on('message', ({ data }) => send({ type: 'port-message', portId, data: data as PortData }))
    port.on('close', () => {
      ports.delete(portId)
      send({ type: 'port-close', portId })
    })
    return portId
  }

  parentPort.on('message', ({ data, ports: moved }) => {
    send({ type: 'message', data, portIds: moved.map(carry) })
    // Only now does the other side know them.
    for (const port of moved) port.start()
  })
  child.on('message', (packed: PackedUtilityMessage) => {
    const message = unpackUtilityMessage(packed)
    switch (message.type) {
      case 'message':
        parentPort.postMessage(message.data)
        break
      case 'port-message':
        ports.get(message.portId)?.postMessage(message.data)
        break
      case 'port-close':
        ports.get(message.portId)?.close()
        ports.delete(message.portId)
        break
    }
  })
  child.once('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)))
}
