// `npm run test:native:asan`: the tests of the native kernels under AddressSanitizer and UndefinedBehaviorSanitizer.
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

const folder = 'build/native-asan'
run('cmake', ['-S', 'native', '-B', folder, '-DCMAKE_BUILD_TYPE=RelWithDebInfo', '-DCODESHELL_SANITIZE=ON'])
// The addon itself cannot run so: Node would have to be built with the sanitizers, too.
run('cmake', ['--build', folder, '--target', 'native_test', '--parallel', String(availableParallelism())])
run('ctest', ['--test-dir', folder, '--output-on-failure'])

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (status === 0) return
  console.error(`asan: "${command} ${args.join(' ')}" failed (${error?.message ?? `exit code ${status}`}).`)
  process.exit(status ?? 1)
}
