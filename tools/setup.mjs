// Makes the working tree ready to run: packages, native addon, bundles. Runs on any Node >= 20 with nothing installed,
// does only what is missing or out of date, and nothing at all in well under a second.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampFile = join(root, 'node_modules/.codeshell-setup.json')
const stamps = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}

if (!arePackagesCurrent()) {
  console.log('setup: packages')
  // node-llama-cpp brings its binaries as packages; its own post-install step would only try to fetch or compile others.
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { NODE_LLAMA_CPP_POSTINSTALL: 'skip' })
}
const nativeModules = readdirSync(join(root, 'native'), { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .map((name) => `native/${name}`)
step('native addon', hash(['native', 'package-lock.json']), existsSync(join(root, 'build/native/codeshell_native.node')), () => {
  requireCompiler()
  run('cmake', ['-S', 'native', '-B', 'build/native', '-DCMAKE_BUILD_TYPE=Release'])
  run('cmake', ['--build', 'build/native', '--config', 'Release', '--parallel', String(availableParallelism())])
})
step(
  'bundles',
  hash([
    'contracts',
    'main',
    'renderer',
    ...nativeModules,
    'vite.config.ts',
    'tools/build.mjs',
    'tools/grammars.mjs',
    'tools/monaco-ghost-text.mjs',
    'package-lock.json',
  ]),
  existsSync(join(root, 'dist/renderer/index.html')),
  () => run(nodeFromPackage(), ['tools/build.mjs']),
)

/** npm writes its own copy of the lock file last, so it is older than ours exactly when ours changed since. */
function arePackagesCurrent() {
  const installed = join(root, 'node_modules/.package-lock.json')
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
}

function step(name, stamp, isPresent, work) {
  if (isPresent && stamps[name] === stamp) return
  console.log(`setup: ${name}`)
  work()
  stamps[name] = stamp
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(stampFile, JSON.stringify(stamps, null, 2))
}

/** Fingerprint of files and folders: by content, so that a fresh checkout of the same tree is not a change. */
function hash(paths) {
  const digest = createHash('sha256')
  for (const path of paths) {
    for (const file of listFiles(join(root, path))) digest.update(relative(root, file)).update('\0').update(readFileSync(file))
  }
  return digest.update(`${process.platform}-${process.arch}`).digest('hex')
}

function listFiles(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)))
}

function nodeFromPackage() {
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

function requireCompiler() {
  const missing = []
  if (!works('cmake')) missing.push('cmake')
  const compilers = process.platform === 'win32' ? [] : [process.env.CXX ?? 'c++', 'g++', 'clang++']
  if (compilers.length > 0 && !compilers.some(works)) missing.push('a C++20 compiler')
  if (missing.length === 0) return
  const hint = {
    linux: 'On Debian or Ubuntu: apt-get install cmake g++ make. On Fedora: dnf install cmake gcc-c++ make.',
    darwin: 'Run: xcode-select --install, and: brew install cmake.',
    win32: 'Install Visual Studio Build Tools with "Desktop development with C++", which contains CMake.',
  }[process.platform]
  fail(`The native addon needs ${missing.join(' and ')}. ${hint ?? ''}`)
}

function works(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0
}

function run(command, args, env = {}) {
  const isWindowsScript = process.platform === 'win32' && command === 'npm'
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: isWindowsScript,
    env: { ...process.env, ...env },
  })
  if (result.status !== 0) {
    fail(
      `"${command} ${args.join(' ')}" failed (${result.error?.message ?? `exit code ${result.status}`}). The lines above say why.`,
    )
  }
}

function fail(message) {
  console.error(`setup: ${message}`)
  process.exit(1)
}
