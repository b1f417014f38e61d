import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^#contracts\/(.*)$/, replacement: `${at('contracts')}/$1.ts` },
      { find: /^#engine\/(.*)$/, replacement: `${at('main/engine')}/$1.ts` },
      { find: '#native', replacement: at('native/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    env: {
      // In the background nothing would get on beside the other tests, which keep all cores busy.
      CODESHELL_FOREGROUND: '1',
      // Hundreds of processes and threads are started, and most of what they cost is compiling the same modules.
      NODE_COMPILE_CACHE: at('node_modules/.cache/codeshell-test'),
    },
    // A suite that leaves something open fails.
    setupFiles: ['test/support/open-resources/setup.ts'],
    provide: { settlingMs: 30_000 },
    // Native modules and child processes want a process of their own; two cores do not gain from more workers.
    pool: 'forks',
    maxWorkers: 2,
    // For what never ends, not for what is slow: on a machine that is busy with other work everything takes many times as long.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
