import { afterAll, inject } from 'vitest'
import { formatOpenResources, watchOpenResources } from './open-resources.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How long what a suite opened may take to close after its last test, in ms. Nothing waits so long unless it fails. */
    settlingMs: number
  }
}

// Before the suite is imported, so that what its modules open counts too.
const watch = watchOpenResources()

// Hooks run last in, first out: after those of the suite.
afterAll(async () => {
  const open = await watch.settle(inject('settlingMs'))
  watch[Symbol.dispose]()
  if (open.length > 0)
    throw new Error(`the suite left open what it must close, in afterAll or before:\n${formatOpenResources(open)}`)
}, 60_000)
