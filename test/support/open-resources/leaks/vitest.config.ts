import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import project from '../../../../vitest.config.ts'

// Suites that leak on purpose; the test of the watch runs them.
export default mergeConfig(
  { resolve: project.resolve },
  defineConfig({
    root: fileURLToPath(new URL('.', import.meta.url)),
    test: {
      include: ['*.fixture.ts'],
      setupFiles: ['../setup.ts'],
      pool: 'forks',
      maxWorkers: 1,
      // Enough for the clean one on a busy machine; the leaking one waits as long in vain.
      provide: { settlingMs: 5_000 },
      // It is ended with its child, its worker and its server.
      teardownTimeout: 2_000,
      testTimeout: 60_000,
    },
  }),
)
