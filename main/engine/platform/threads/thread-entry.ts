import { workerData } from 'node:worker_threads'
import { enterBackground } from './background-thread.ts'
import type { ThreadStart } from './thread-messages.ts'

// Small, so that a thread gives way from its beginning: most of what a short job costs is the loading of modules.
const { module, isBackground } = workerData as ThreadStart
if (isBackground) await enterBackground()
await import(module)
