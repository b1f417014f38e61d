import { type NumberArray, type NumberArrayName, numberArrayTypes } from '../number-array.ts'
import { type ArrayPart, getTypeName } from './array-parts.ts'
import type { WireMessage } from './wire.ts'

/** Every runtime has them; the libraries that know their types differ. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string }

/** Byte lengths of the text and of the table, as Uint32. */
const headBytes = 8
/** Arrays begin at multiples of this, so that they can be looked at where they lie. */
const alignment = 8

/** A row of the table: the kind of an array, how many numbers it has, and the keys that lead to its place. */
type TableRow = [name: NumberArrayName, length: number, ...path: (string | number)[]]

/** What a message holds. `isTorn` when arrays are missing that its table names. */
export interface UnpackedMessage {
  readonly text: string
  readonly parts: readonly ArrayPart[]
  readonly isTorn: boolean
}

/**
 * A text and the arrays that belong to it as one message: the text itself when there are none, otherwise head, text, table of the arrays (JSON)
 * and the arrays in the table's order. Numbers are little-endian, as every machine is that the program runs on.
 */
export function packMessage(text: string, parts: readonly ArrayPart[]): WireMessage {
  if (parts.length === 0) return text
  const encoder = new TextEncoder()
  const table = parts.map(({ path, array }): TableRow => [getTypeName(array), array.length, ...path])
  const [textBytes, tableBytes] = [encoder.encode(text), encoder.encode(JSON.stringify(table))]
  const start = headBytes + textBytes.length + tableBytes.length
  const size = parts.reduce((end, { array }) => align(end) + array.byteLength, start)
  const message = new Uint8Array(size)
  message.set(new Uint8Array(Uint32Array.of(textBytes.length, tableBytes.length).buffer))
  message.set(textBytes, headBytes)
  message.set(tableBytes, headBytes + textBytes.length)
  let end = start
  for (const { array } of parts) {
    message.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), align(end))
    end = align(end) + array.byteLength
  }
  return message
}

/** Reads what `packMessage` made. Its arrays lie in the message's own memory. Throws when it is something else. */
export function unpackMessage(message: WireMessage): UnpackedMessage {
  if (typeof message === 'string') return { text: message, parts: [], isTorn: false }
  // A transport may hand over a part of a larger buffer, where nothing is aligned.
  const bytes = message.byteOffset % alignment === 0 ? message : message.slice()
  const [textLength = 0, tableLength = 0] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2)
  const start = headBytes + textLength + tableLength
  const decoder = new TextDecoder()
  const text = decoder.decode(bytes.subarray(headBytes, headBytes + textLength))
  const table = JSON.parse(decoder.decode(bytes.subarray(headBytes + textLength, start))) as TableRow[]
  const parts: ArrayPart[] = []
  let end = start
  for (const [name, length, ...path] of table) {
    const array = readArray(bytes, align(end), { name, length })
    if (!array) return { text, parts, isTorn: true }
    parts.push({ path, array })
    end = align(end) + array.byteLength
  }
  return { text, parts, isTorn: false }
}

function readArray(
  bytes: Uint8Array<ArrayBuffer>,
  offset: number,
  { name, length }: { name: string; length: number },
): NumberArray | undefined {
  if (!Object.hasOwn(numberArrayTypes, name) || !Number.isSafeInteger(length) || length < 0) return undefined
  const type = numberArrayTypes[name as NumberArrayName]
  if (offset + length * type.BYTES_PER_ELEMENT > bytes.length) return undefined
  return new type(bytes.buffer, bytes.byteOffset + offset, length)
}

function align(offset: number): number {
  return Math.ceil(offset / alignment) * alignment
}
