// `npm run bench -- NAME` runs test/bench/NAME.ts, whose last line of output is one JSON object.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

const [name, ...args] = process.argv.slice(2)
const file = `test/bench/${name}.ts`
if (!name || !existsSync(file)) {
  const names = readdirSync('test/bench').map((entry) => entry.replace(/\.ts$/, ''))
  console.error(`bench: ${name ? `there is no bench "${name}"` : 'name a bench'}. Benches: ${names.join(', ')}.`)
  process.exit(2)
}
process.exit(spawnSync(process.execPath, ['--expose-gc', file, ...args], { stdio: 'inherit' }).status ?? 1)
