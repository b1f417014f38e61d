import { readFileSync, readlinkSync } from 'node:fs'
import { resolve } from 'node:path'
import { spellPath } from '#engine/platform/byte-path'

/** What Node puts where an argument or the working folder is not UTF-8. */
const lost = '\ufffd'

/**
 * The arguments of the command. Node reads them as UTF-8; where that lost bytes, Linux still has them, and they come as paths are spelled
 * everywhere in the program.
 */
export function readArguments(): string[] {
  const args = process.argv.slice(2)
  if (process.platform !== 'linux' || !args.some((arg) => arg.includes(lost))) return args
  const given = splitAtZeros(readFileSync('/proc/self/cmdline')).slice(-args.length)
  return args.map((arg, index) => (arg.includes(lost) && given[index] ? spellPath(given[index]) : arg))
}

/** A path of an argument, from the folder in which the command was started. */
export function resolvePath(path: string): string {
  return resolve(findWorkingFolder(), path)
}

function findWorkingFolder(): string {
  const folder = process.cwd()
  const isLost = process.platform === 'linux' && folder.includes(lost)
  return spellPath(isLost ? readlinkSync('/proc/self/cwd', { encoding: 'buffer' }) : Buffer.from(folder))
}

function splitAtZeros(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
    parts.push(bytes.subarray(start, end))
    start = end + 1
  }
  return parts
}
