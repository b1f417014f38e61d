// The tests of the native kernels on another build than that of the addon:
//
// `npm run test:native:asan`: under AddressSanitizer and UndefinedBehaviorSanitizer. The addon itself cannot run so: Node would
// have to be built with the sanitizers, too.
// `npm run test:native:arm64`: compiled for ARM64 and emulated, so that the NEON kernels run on any machine. On ARM64 itself the
// usual tests run them.
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { installOnDebian } from './debian.mjs'

const compiler = 'aarch64-linux-gnu-g++'
const emulator = 'qemu-aarch64-static'

const builds = {
  asan: () => ['-DCMAKE_BUILD_TYPE=RelWithDebInfo', '-DCODESHELL_SANITIZE=ON'],
  arm64: () => {
    requirePrograms()
    return [
      '-DCMAKE_SYSTEM_NAME=Linux',
      '-DCMAKE_SYSTEM_PROCESSOR=aarch64',
      `-DCMAKE_CXX_COMPILER=${compiler}`,
      // The emulated program finds its libraries there.
      `-DCMAKE_CROSSCOMPILING_EMULATOR=${emulator};-L;/usr/aarch64-linux-gnu`,
    ]
  },
}

const [name = ''] = process.argv.slice(2)
const getOptions = builds[name] ?? fail(`there is no build "${name}". Builds: ${Object.keys(builds).join(', ')}.`)
const folder = `build/native-${name}`
run('cmake', ['-S', 'native', '-B', folder, ...getOptions()])
run('cmake', ['--build', folder, '--target', 'native_tests', '--parallel', String(availableParallelism())])
run('ctest', ['--test-dir', folder, '--output-on-failure'])

function requirePrograms() {
  const isThere = () =>
    [compiler, emulator].every((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0)
  if (isThere()) return
  const packages = ['g++-aarch64-linux-gnu', 'qemu-user-static']
  installOnDebian(packages, 'to run the tests of the NEON kernels')
  if (!isThere()) fail(`needs ${compiler} and ${emulator}. Debian: apt-get install ${packages.join(' ')}.`)
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (status === 0) return
  fail(`"${command} ${args.join(' ')}" failed (${error?.message ?? `exit code ${status}`}).`)
}

function fail(message) {
  console.error(`test-native: ${message}`)
  process.exit(1)
}
