// Everything that `npm run check` and CI check besides tests. Runs all checks, then fails if one of them did.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const maxLines = 500
const folders = [
  'contracts',
  'native',
  'main/engine',
  'main/inference',
  'main/static',
  'main/supervision',
  'main/web',
  'main/cli',
  'main/electron',
  'renderer',
  'test',
]
const tracked = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .stdout.split('\n')
  .filter(Boolean)
const cppFiles = tracked.filter((file) => /^native\/.*\.(cpp|h)$/.test(file) && !isGenerated(file))

const checks = [
  ['format and lint', () => run('biome', ['ci', '--error-on-warnings', '.'])],
  ...folders.map((folder) => [
    `types of ${folder}`,
    () => run(process.execPath, ['node_modules/typescript-native/bin/tsc', '-p', folder]),
  ]),
  [
    'dependency rules',
    () => run('depcruise', ['--config', '.dependency-cruiser.mjs', 'contracts', 'main', 'native', 'renderer', 'test']),
  ],
  ['unused code', () => run('knip', [])],
  ['file sizes', checkFileSizes],
  ['licences', () => run('node', ['tools/licences.mjs', '--check'])],
  ['C++ format', () => run('clang-format', ['--dry-run', '--Werror', ...cppFiles])],
]

const failed = checks.filter(([name, check]) => {
  const startMs = performance.now()
  const isOk = check()
  console.log(`${isOk ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - startMs) / 1000).toFixed(1)} s)`)
  return !isOk
})
if (failed.length > 0) {
  console.error(`check: ${failed.map(([name]) => name).join(', ')} failed`)
  process.exit(1)
}

function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
}

function checkFileSizes() {
  const tooLong = tracked
    .filter((file) => /\.(ts|tsx|mjs|cpp|h|css)$/.test(file) && !isGenerated(file))
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > maxLines)
  for (const { file, lines } of tooLong)
    console.error(`${file} has ${lines} lines, more than ${maxLines}. What is the second noun in it?`)
  return tooLong.length === 0
}

function isGenerated(file) {
  return readFileSync(file, 'utf8').slice(0, 300).includes('@generated')
}
