import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const version = '26.0.1'
const folder = process.env.CODESHELL_TEST_PYARROW ?? join(homedir(), '.cache/codeshell-workbench-tests', `pyarrow-${version}`)

/** Runs Python with pyarrow, which is fetched once for all checkouts. Null, and a line that says why, where that cannot be had. */
export async function runPyarrow(script: string, args: readonly string[]): Promise<string | null> {
  try {
    await fetchOnce()
  } catch (error) {
    console.warn(`pyarrow was left out, since pip could not fetch it: ${String(error).split('\n')[0]}`)
    return null
  }
  const env = { ...process.env, PYTHONPATH: folder }
  const { stdout } = await promisify(execFile)('python3', ['-c', script, ...args], { env, maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

/** Under another name first: what is there is whole, whoever else fetches it at the same time. */
async function fetchOnce(): Promise<void> {
  if (existsSync(folder)) return
  await mkdir(dirname(folder), { recursive: true })
  const fetched = await mkdtemp(`${folder}-`)
  try {
    await promisify(execFile)('python3', ['-m', 'pip', 'install', '--quiet', '--target', fetched, `pyarrow==${version}`])
    await rename(fetched, folder)
  } catch (error) {
    await rm(fetched, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}
