import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** Python with packages that a test compares with. */
export interface PythonPackages {
  /** Of their folder, with the version. */
  readonly name: string
  /** The variable that names another folder with them. */
  readonly variable: string
  /** What pip is told to install, one call after the other. */
  readonly installs: readonly (readonly string[])[]
}

/** Runs Python with packages, which are fetched once for all checkouts. Null, and a line that says why, where they cannot be had. */
export async function runPython(
  packages: PythonPackages,
  script: string,
  args: readonly string[],
  cwd?: string,
): Promise<string | null> {
  const { name, variable } = packages
  const folder = process.env[variable] ?? join(homedir(), '.cache/codeshell-workbench-tests', name)
  try {
    await fetchOnce(folder, packages)
  } catch (error) {
    console.warn(`${name} was left out, since pip could not fetch it: ${String(error).split('\n')[0]}`)
    return null
  }
  const options = { env: { ...process.env, PYTHONPATH: folder }, maxBuffer: 64 * 1024 * 1024, ...(cwd !== undefined && { cwd }) }
  const { stdout } = await promisify(execFile)('python3', ['-c', script, ...args], options)
  return stdout
}

/** Under another name first: what is there is whole, whoever else fetches it at the same time. */
async function fetchOnce(folder: string, { installs }: PythonPackages): Promise<void> {
  if (existsSync(folder)) return
  await mkdir(dirname(folder), { recursive: true })
  const fetched = await mkdtemp(`${folder}-`)
  try {
    for (const packages of installs) {
      await promisify(execFile)('python3', ['-m', 'pip', 'install', '--quiet', '--target', fetched, ...packages])
    }
    await rename(fetched, folder)
  } catch (error) {
    await rm(fetched, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}
