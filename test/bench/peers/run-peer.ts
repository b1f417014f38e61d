import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Runs a script of this folder on one thread in the Python environment of `install.mjs` (or that of CODESHELL_BENCH_PYTHON) and
 * returns the JSON value that it prints last; undefined if there is no such environment.
 */
export function runPeer(script: string, args: readonly string[]): unknown {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const folder = process.env.CODESHELL_BENCH_PYTHON ?? path.resolve(here, '../../../build/bench-python')
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  if (!existsSync(python)) return undefined
  const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', RAYON_NUM_THREADS: '1' }
  const { status, stdout, error } = spawnSync(python, [path.join(here, script), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...oneThread },
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${script} failed.`, { cause: error })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}
