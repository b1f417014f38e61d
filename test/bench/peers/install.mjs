// `node test/bench/peers/install.mjs` makes the Python environment in which the benches find the programs they compare with.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const folder = process.env.CODESHELL_BENCH_PYTHON ?? path.resolve(here, '../../../build/bench-python')
const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')

run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder])
run(python, ['-m', 'pip', 'install', '--requirement', path.join(here, 'requirements.txt')])

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' })
  if (error !== undefined) throw new Error(`${program} does not start. Install Python 3.`, { cause: error })
  if (status !== 0) process.exit(status ?? 1)
}
