import { isUtf8 } from 'node:buffer'
import { realpath } from 'node:fs/promises'

/**
 * Paths are bytes everywhere but on Windows, and need not be UTF-8. Within the program and in a project they are text, in one spelling: bytes
 * that are not UTF-8 are written `\xff`, two small hexadecimal digits each. So that no two paths are spelled alike, the backslash of a name
 * that happens to look like this is itself written `\x5c`. On Windows, where the backslash parts folders, nothing is spelled.
 */
const isSpelled = process.platform !== 'win32'
const spelledByte = /\\x(5c|[89a-f][\da-f])/g
const looksSpelled = /\\(?=x(?:5c|[89a-f][\da-f]))/g

/** The spelling of a path, or of a part of one, that the system gave as bytes. */
export function spellPath(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isSpelled) return buffer.toString()
  if (isUtf8(buffer)) return spellText(buffer.toString())
  let spelled = ''
  let start = 0
  for (let index = 0; index < buffer.length; ) {
    const length = findCharacterLength(buffer, index)
    if (length === 0) {
      spelled += `${spellText(buffer.toString('utf8', start, index))}\\x${buffer.toString('hex', index, index + 1)}`
      start = index + 1
    }
    index += Math.max(1, length)
  }
  return spelled + spellText(buffer.toString('utf8', start))
}

/** What the system is given for a spelled path: the text itself, or bytes where it spells some. */
export function systemPath(path: string): string | Buffer {
  if (!isSpelled || path.search(spelledByte) === -1) return path
  const parts: Buffer[] = []
  let start = 0
  for (const { 0: whole, 1: hex = '', index } of path.matchAll(spelledByte)) {
    parts.push(Buffer.from(path.slice(start, index)), Buffer.from(hex, 'hex'))
    start = index + whole.length
  }
  parts.push(Buffer.from(path.slice(start)))
  return Buffer.concat(parts)
}

/** The one spelling of a path that a person may have written in another, such as `\xc3\xa9` for an "é". */
export function respellPath(path: string): string {
  const system = systemPath(path)
  return typeof system === 'string' ? path : spellPath(system)
}

/** A spelled path for what takes text alone, as SQLite does; null when it is not UTF-8. */
export function findTextPath(path: string): string | null {
  const system = systemPath(path)
  if (typeof system === 'string') return system
  return isUtf8(system) ? system.toString() : null
}

/** A path without links on the way. Fails with the system's own error. */
export async function findRealPath(path: string): Promise<string> {
  return spellPath(await realpath(systemPath(path), { encoding: 'buffer' }))
}

function spellText(text: string): string {
  return text.includes('\\x') ? text.replace(looksSpelled, '\\x5c') : text
}

/** How many bytes the UTF-8 character at an index has; 0 when there is none. */
function findCharacterLength(bytes: Buffer, index: number): number {
  if ((bytes[index] ?? 0) < 0x80) return 1
  return [2, 3, 4].find((length) => index + length <= bytes.length && isUtf8(bytes.subarray(index, index + length))) ?? 0
}
