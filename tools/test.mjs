// Runs every test and ends with the line "tests: N passed, N failed".
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { findBrowser } from './browser.mjs'
import { installOnDebian } from './debian.mjs'
import { provideTrialElectron, trialElectronVersion } from './trial-electron.mjs'

requireBrowser()
const trouble = await provideTrialElectron()
if (trouble !== undefined) console.log(`test: Electron ${trialElectronVersion} cannot be had, its suites are skipped: ${trouble}`)
const reportFile = 'test-results/report.json'
mkdirSync('test-results', { recursive: true })
rmSync(reportFile, { force: true })

let passed = 0
let failed = 0
const native = spawnSync('ctest', ['--test-dir', 'build/native', '--output-on-failure', '-C', 'Release'], { encoding: 'utf8' })
process.stdout.write(native.stdout + native.stderr)
const summary = /(\d+) tests failed out of (\d+)/.exec(native.stdout)
if (native.status === 0 && summary) passed += Number(summary[2])
else failed += 1

const vitest = spawnSync(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...process.argv.slice(2)],
  { stdio: 'inherit', shell: process.platform === 'win32' },
)
const report = readReport()
passed += report?.numPassedTests ?? 0
failed += report?.numFailedTests ?? 0
// A suite that does not load, or an error outside a test, fails no test but fails the run.
if (vitest.status !== 0 && (report?.numFailedTests ?? 0) === 0) failed += 1
console.log(`tests: ${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

function readReport() {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'))
  } catch (error) {
    console.error(`test: vitest left no report (${error.message})`)
    return undefined
  }
}

function requireBrowser() {
  if (findBrowser()) return
  installOnDebian(['chromium'], 'for the end-to-end tests')
  if (!findBrowser()) {
    console.error(
      'test: the end-to-end tests need Chrome or Chromium. Install one (Debian: apt-get install chromium) or set CODESHELL_BROWSER.',
    )
    process.exit(1)
  }
}
