import { spellPath, systemPath } from '../../platform/byte-path.ts'

/**
 * Bytes as text with one character per byte (Latin-1), as all that git compares is kept here: its patterns and paths are bytes, so `?` is one
 * byte of an "é".
 */
export type ByteText = string

export function toByteText(bytes: Uint8Array): ByteText {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** The bytes of a path as it is spelled elsewhere, with `/` on every system. */
export function pathToBytes(path: string): ByteText {
  const bytes = Buffer.from(systemPath(path))
  return process.platform === 'win32' ? toByteText(bytes).replaceAll('\\', '/') : toByteText(bytes)
}

/** How a path is spelled everywhere else. */
export function pathOfBytes(path: ByteText): string {
  return spellPath(Buffer.from(path, 'latin1'))
}
