import { isUtf8 } from 'node:buffer'
import { isNestedDeeper, maxNesting } from './is-nested-deeper.ts'

/** A value of a column as JSON has it: whole numbers beyond its own as text, dates as ISO 8601, bytes as text or, where they are none, in Base64. */
export function toJsonValue(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return isUtf8(value) ? toBuffer(value).toString() : toBuffer(value).toString('base64')
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Iterable<unknown>, toJsonValue)
  if (Array.isArray(value)) return value.map(toJsonValue)
  if (value instanceof Map) return toJsonValue(Object.fromEntries(value))
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toJsonValue(each)]))
  return typeof value === 'string' || typeof value === 'boolean' ? value : String(value)
}

/** The bytes of a text, or null for what is none. */
export function toTextBytes(value: unknown): Uint8Array | null {
  if (typeof value === 'string') return Buffer.from(value)
  return value instanceof Uint8Array ? value : null
}

function toWords(value: unknown): string | null {
  if (isNestedDeeper(value, maxNesting)) return '…'
  const plain = toJsonValue(value)
  if (plain === null) return null
  return typeof plain === 'string' ? plain : JSON.stringify(plain)
}

const shownLength = 200

/** A cell of the first rows, cut to what can be shown; empty for what is missing. */
export function toShownCell(value: unknown): string {
  const start = value instanceof Uint8Array && isUtf8(value) ? toBuffer(value).toString('utf8', 0, shownLength * 4) : value
  const words = toWords(start) ?? ''
  return words.length > shownLength ? `${words.slice(0, shownLength)}…`.toWellFormed() : words
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
