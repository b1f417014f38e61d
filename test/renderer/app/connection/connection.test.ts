import { implement } from '@orpc/server'
import { afterEach, describe, expect, it } from 'vitest'
import { isAppError } from '#contracts/errors'
import { type Settings, settings } from '#contracts/settings'
import { createMessagePortWire } from '#contracts/wire/message-port-wire'
import { serve } from '#contracts/wire/serve'
import type { Wire } from '#contracts/wire/wire'
import { workbenchContract } from '#contracts/workbench'
import { client } from '../../../../renderer/app/connection/client.ts'
import { openConnection, useConnection } from '../../../../renderer/app/connection/connection.ts'
import { watch } from '../../../../renderer/app/connection/watch.ts'

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp()
})

/** An engine at the other end of a MessageChannel that can die and be started again. */
function createEngines(onWatchCommands: () => void = () => undefined) {
  const os = implement(workbenchContract)
  let started = 0
  const router = {
    settings: {
      watch: os.settings.watch.handler(async function* ({ signal }) {
        yield settings.parse({ theme: started === 1 ? 'light' : 'dark' })
        await new Promise((resolve) => signal?.addEventListener('abort', resolve))
      }),
    },
    host: {
      info: os.host.info.handler(() => ({
        kind: 'web' as const,
        version: String(started),
        platform: 'linux' as const,
        dialogs: false,
      })),
      watchCommands: os.host.watchCommands.handler(async function* () {
        onWatchCommands()
        yield* []
      }),
    },
  }
  return (): { wire: Wire; kill: () => void } => {
    started++
    const { port1, port2 } = new MessageChannel()
    serve(router as never, createMessagePortWire(port2), () => undefined)
    return { wire: createMessagePortWire(port1), kill: () => port2.close() }
  }
}

describe('the connection', () => {
  it('makes calls wait for the first engine, fails them while it is away, and follows streams with the next one', async () => {
    const startEngine = createEngines()
    let onWire: ((wire: Wire) => void) | undefined
    cleanUps.push(
      openConnection((listener) => {
        onWire = listener
        return () => undefined
      }),
    )
    const early = client.host.info()
    const themes: Settings['theme'][] = []
    let changed = Promise.withResolvers<void>()
    cleanUps.push(
      watch(
        (current, signal) => current.settings.watch(undefined, { signal }),
        (value) => {
          themes.push(value.theme)
          changed.resolve()
        },
      ),
    )

    const first = startEngine()
    onWire?.(first.wire)
    expect((await early).version).toBe('1')
    await changed.promise

    const lost = new Promise<void>((resolve) => useConnection.subscribe((state) => state.status === 'lost' && resolve()))
    first.kill()
    await lost
    const failure = await client.host.info().catch((error: unknown) => error)
    expect(isAppError(failure, 'connection.lost')).toBe(true)

    changed = Promise.withResolvers()
    onWire?.(startEngine().wire)
    await changed.promise
    expect(themes).toEqual(['light', 'dark'])
    expect((await client.host.info()).version).toBe('2')
  })

  it('opens a stream that ended by itself once for each engine', async () => {
    let opened = 0
    let openedAgain = Promise.withResolvers<void>()
    const startEngine = createEngines(() => {
      opened++
      openedAgain.resolve()
    })
    let onWire: ((wire: Wire) => void) | undefined
    cleanUps.push(
      openConnection((listener) => {
        onWire = listener
        return () => undefined
      }),
      watch(
        (current, signal) => current.host.watchCommands(undefined, { signal }),
        () => undefined,
      ),
    )

    onWire?.(startEngine().wire)
    await openedAgain.promise
    // Each answer takes a turn of the wire, so a stream that was opened again would have been by now.
    for (let call = 0; call < 5; call++) await client.host.info()
    expect(opened).toBe(1)

    openedAgain = Promise.withResolvers()
    onWire?.(startEngine().wire)
    await openedAgain.promise
    for (let call = 0; call < 5; call++) await client.host.info()
    expect(opened).toBe(2)
  })
})
