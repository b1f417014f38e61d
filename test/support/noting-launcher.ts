import { createForkLauncher, type InferenceLauncher, type InferenceProcess } from '#engine/platform/inference'

/** The real launcher of the real inference process. It adds what it launches to `processes`, so that a test can end it from outside. */
export function createNotingLauncher(processes: InferenceProcess[]): InferenceLauncher {
  const launcher = createForkLauncher({ entry: new URL('../../main/inference/main.ts', import.meta.url) })
  return {
    async launch() {
      const launched = await launcher.launch()
      processes.push(launched)
      return launched
    },
  }
}
