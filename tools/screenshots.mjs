// Takes the pictures of the documentation: walks the first minute, the main job and each part of Data through in the browser host and keeps what it saw.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'

const walk = spawnSync(
  'vitest',
  [
    'run',
    'test/e2e/journey.test.ts',
    'test/e2e/first-start.test.ts',
    'test/e2e/import.test.ts',
    'test/e2e/browse.test.ts',
    'test/e2e/query.test.ts',
    'test/e2e/export.test.ts',
    'test/e2e/review.test.ts',
    'test/e2e/curate.test.ts',
    'test/e2e/rate.test.ts',
    // The pictures are of the browser; what the desktop shows is the same.
    ...['-t', '^(?!.*in the desktop host)'],
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
const pictures = [
  ...['editor', 'data', 'tune', 'models', 'sample-data', 'sample-tune'],
  ...['import', 'problems', 'browse', 'query-completion', 'review', 'metadata-all', 'export'],
  ...['bundled-recipes', 'recipe-waits', 'run-report', 'duplicate', 'findings', 'rate', 'trained-section'],
]
for (const picture of pictures) copyFileSync(`test-results/browser-${picture}-dark.png`, `docs/images/${picture}.png`)
