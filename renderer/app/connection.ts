import { create } from 'zustand'
import { AppError } from '#contracts/errors'
import { connect } from '#contracts/wire/connect'
import type { Wire } from '#contracts/wire/wire'
import type { WorkbenchClient, workbenchContract } from '#contracts/workbench'
import { watchDesktopWires } from './desktop-wire.ts'
import { watchSocketWires } from './socket-wire.ts'

/** `connecting`: not connected yet since the page was opened. `lost`: was connected, and is being connected again. */
export type ConnectionStatus = 'connecting' | 'connected' | 'lost'

interface ConnectionState {
  status: ConnectionStatus
  client: WorkbenchClient | null
}

/** Where the page stands with the engine. */
export const useConnection = create<ConnectionState>(() => ({ status: 'connecting', client: null }))

/** Brings one wire after another until it is stopped: a new one whenever the last one closed. */
export type WireSource = (onWire: (wire: Wire) => void) => () => void

/** Starts connecting to the host that serves this page. Answers with what stops it. */
export function openConnection(
  source: WireSource = 'codeshellDesktop' in window ? watchDesktopWires : watchSocketWires,
): () => void {
  let current: Wire | null = null
  const stop = source((wire) => {
    current?.close()
    current = wire
    wire.onClose(() => {
      if (current !== wire) return
      current = null
      useConnection.setState({ status: 'lost', client: null })
    })
    useConnection.setState({ status: 'connected', client: connect<typeof workbenchContract>(wire) })
  })
  return () => {
    stop()
    current?.close()
  }
}

/**
 * The client of the present connection, waiting for the first or for the next one; never `except`. Rejects when the signal aborts.
 */
export function waitForClient(signal?: AbortSignal, except: WorkbenchClient | null = null): Promise<WorkbenchClient> {
  const { client } = useConnection.getState()
  if (client && client !== except) return Promise.resolve(client)
  return new Promise((resolve, reject) => {
    const finish = () => {
      unsubscribe()
      signal?.removeEventListener('abort', abort)
    }
    const abort = () => {
      finish()
      reject(signal?.reason)
    }
    const unsubscribe = useConnection.subscribe((state) => {
      if (!state.client || state.client === except) return
      finish()
      resolve(state.client)
    })
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort)
  })
}

/**
 * The client for a call that is made now. While the page connects for the first time the call waits; after the engine was lost it
 * fails at once, because by the time the engine is back the person may have changed their mind.
 */
export function clientForCall(): Promise<WorkbenchClient> {
  if (useConnection.getState().status !== 'lost') return waitForClient()
  return Promise.reject(
    new AppError('connection.lost', 'The workbench engine has stopped and is being started again. Repeat this in a moment.', {}),
  )
}
