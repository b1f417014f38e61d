// Takes the pictures of the documentation: walks the first minute, the main job, an export and a review through in the browser host and keeps what it saw.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'

const walk = spawnSync(
  'vitest',
  [
    'run',
    'test/e2e/journey.test.ts',
    'test/e2e/first-start.test.ts',
    'test/e2e/export.test.ts',
    'test/e2e/review.test.ts',
    ...['-t', 'in the browser host'],
  ],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  },
)
if (walk.status !== 0) {
  console.error('screenshots: the walk failed, so the pictures were left as they were')
  process.exit(1)
}
mkdirSync('docs/images', { recursive: true })
for (const place of ['editor', 'data', 'tune', 'models', 'export', 'review', 'sample-data', 'sample-tune'])
  copyFileSync(`test-results/browser-${place}-dark.png`, `docs/images/${place}.png`)
