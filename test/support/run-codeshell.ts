import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs the built command `codeshell` to its end, whatever it says. */
export async function runCodeshell(
  args: readonly string[],
  userDataFolder: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  // A test may provoke thousands of long lines.
  const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, CODESHELL_USER_DATA: userDataFolder } }
  return promisify(execFile)(process.execPath, ['dist/cli/codeshell.js', ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  )
}
