// Formats the tree as `npm run check` wants it.
import { spawnSync } from 'node:child_process'

const cpp = spawnSync('git', ['ls-files', 'native/*.cpp', 'native/*.h'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
for (const [command, args] of [
  ['biome', ['check', '--write', '.']],
  ['clang-format', ['-i', ...cpp]],
]) {
  if (spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status !== 0) process.exitCode = 1
}
