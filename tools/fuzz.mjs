// `npm run fuzz [-- TARGET...]`: runs each fuzz target of the rooms under native/, or those named, for CODESHELL_FUZZ_SECONDS (60). What they learn
// stays in build/fuzz/corpus, so that the next run goes on from there; an input that fails is named and kept in build/fuzz.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname } from 'node:path'
import { installOnDebian } from './debian.mjs'

const folder = 'build/native-fuzz'
const seconds = Number(process.env.CODESHELL_FUZZ_SECONDS ?? 60)
const targets = listTargets(process.argv.slice(2))
const compiler = requireClang()
run('cmake', [
  '-S',
  'native',
  '-B',
  folder,
  `-DCMAKE_CXX_COMPILER=${compiler}`,
  '-DCMAKE_BUILD_TYPE=RelWithDebInfo',
  '-DCODESHELL_FUZZ=ON',
])
run('cmake', ['--build', folder, '--target', ...targets, '--parallel', String(availableParallelism())])

const failed = targets.filter((target) => !fuzz(target))
console.log(
  `fuzz: ${targets.length - failed.length} passed, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`,
)
process.exit(failed.length === 0 ? 0 : 1)

function fuzz(target) {
  const corpus = `build/fuzz/corpus/${target}`
  mkdirSync(corpus, { recursive: true })
  const [room, ...name] = target.split('-')
  const seeds = `native/${room}/fuzz/seeds/${name.join('-')}`
  const limits = [`-max_total_time=${seconds}`, '-timeout=25', '-rss_limit_mb=2048', '-max_len=65536']
  const args = [...limits, `-artifact_prefix=build/fuzz/${target}-`, '-print_final_stats=1', corpus]
  if (existsSync(seeds)) args.push(seeds)
  console.log(`fuzz: ${target}, ${seconds} s`)
  return spawnSync(`${folder}/${target}`, args, { stdio: 'inherit' }).status === 0
}

function listTargets(names) {
  const all = globSync('native/*/fuzz/*-fuzz.cpp')
    .map((file) => `${basename(dirname(dirname(file)))}-${basename(file, '.cpp')}`)
    .sort()
  const unknown = names.find((name) => !all.includes(name))
  if (unknown !== undefined) fail(`there is no target "${unknown}". Targets: ${all.join(', ')}.`)
  return names.length > 0 ? names : all
}

/** A Clang that brings libFuzzer, as that of Xcode does not. */
function requireClang() {
  const candidates = [
    process.env.CLANGXX,
    'clang++',
    ...[22, 21, 20, 19, 18, 17, 16, 15, 14].map((version) => `clang++-${version}`),
  ]
  const find = () => candidates.find((name) => name !== undefined && hasFuzzer(name))
  const found = find()
  if (found !== undefined) return found
  installOnDebian(['clang'], 'for libFuzzer')
  return find() ?? fail('needs a Clang with libFuzzer. Debian: apt-get install clang; macOS: brew install llvm; or set CLANGXX.')
}

function hasFuzzer(name) {
  const args = ['-fsanitize=fuzzer,address', '-x', 'c++', '-', '-o', process.platform === 'win32' ? 'NUL' : '/dev/null']
  const input = 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }'
  return spawnSync(name, args, { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) fail(`"${command} ${args.join(' ')}" failed (${error?.message ?? `exit code ${status}`}).`)
}

function fail(message) {
  console.error(`fuzz: ${message}`)
  process.exit(1)
}
