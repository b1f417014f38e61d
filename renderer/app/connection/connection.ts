import { create } from 'zustand'
import { AppError } from '#contracts/errors'
import { connect } from '#contracts/wire/connect'
import type { Wire } from '#contracts/wire/wire'
import type { WorkbenchClient, workbenchContract } from '#contracts/workbench'
import { watchDesktopWires } from './desktop-wire.ts'
import { watchSocketWires } from './socket-wire.ts'

/** `connecting`: not connected yet since the page was opened. `lost`: was connected, and is being connected again. */
export type ConnectionStatus = 'connecting' | 'connected' | 'lost'

/** The engine from one loss to the next. Compare this and not the client: that is a proxy, and awaiting it brings another one. */
export interface Connection {
  readonly client: WorkbenchClient
}

interface ConnectionState {
  status: ConnectionStatus
  /** Whether a server answers that does not know this page: it was started again, and gives the page's name to nobody. */
  isRefused: boolean
  connection: Connection | null
}

/** Where the page stands with the engine. */
export const useConnection = create<ConnectionState>(() => ({
  status: 'connecting',
  isRefused: false,
  connection: null,
}))

/** Brings one wire after another until it is stopped: a new one whenever the last one closed. Tells when there will be none. */
export type WireSource = (onWire: (wire: Wire) => void, onRefused: () => void) => () => void

/** Starts connecting to the host that serves this page. Answers with what stops it. */
export function openConnection(
  source: WireSource = 'codeshellDesktop' in window ? watchDesktopWires : watchSocketWires,
): () => void {
  let current: Wire | null = null
  const takeWire = (wire: Wire) => {
    current?.close()
    current = wire
    wire.onClose(() => {
      if (current !== wire) return
      current = null
      useConnection.setState({ status: 'lost', connection: null })
    })
    const connection = { client: connect<typeof workbenchContract>(wire) }
    useConnection.setState({ status: 'connected', isRefused: false, connection })
  }
  const stop = source(takeWire, () => useConnection.setState({ isRefused: true }))
  return () => {
    stop()
    current?.close()
    current = null
    useConnection.setState({ status: 'lost', connection: null })
  }
}

/** The present connection, waiting for the first or for the next one; never `except`. Rejects when the signal aborts. */
export function waitForConnection(signal?: AbortSignal, except: Connection | null = null): Promise<Connection> {
  const { connection } = useConnection.getState()
  if (connection && connection !== except) return Promise.resolve(connection)
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
      if (!state.connection || state.connection === except) return
      finish()
      resolve(state.connection)
    })
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort)
  })
}

/**
 * The client for a call that is made now. While the page connects for the first time the call waits; after the engine was lost it
 * fails at once, because by the time the engine is back the person may have changed their mind.
 */
export async function clientForCall(): Promise<WorkbenchClient> {
  if (useConnection.getState().status !== 'lost') return (await waitForConnection()).client
  throw new AppError(
    'connection.lost',
    'The workbench engine has stopped and is being started again. Repeat this in a moment.',
    {},
  )
}
