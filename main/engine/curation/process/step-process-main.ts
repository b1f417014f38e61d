import { enterBackgroundProcess } from '../../platform/background-process.ts'

// Before anything else is loaded, so that every thread that the process starts stands as far back as its first.
await enterBackgroundProcess()
const { serveStepProcess } = await import('./serve-step-process.ts')
serveStepProcess()
