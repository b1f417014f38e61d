import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'

/** A value of a GGUF header, with the type it is written as. */
export type GgufValue =
  | { type: 'u32' | 'f32'; value: number }
  | { type: 'u64'; value: number | bigint }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string }
  | { type: 'strings'; value: readonly string[] }
  | { type: 'i32s'; value: readonly number[] }

/** An F32 tensor; dimensions with the fastest first. Without data its part of the file is a hole that takes no disk space. */
export interface GgufTensor {
  name: string
  dimensions: readonly number[]
  data: Float32Array | null
}

const TYPE_IDS = { u32: 4, f32: 6, bool: 7, string: 8, array: 9, u64: 10, i32: 5 }
const ALIGNMENT = 32

/** Writes a GGUF file, version 3 (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
export function writeGguf(file: string, values: ReadonlyMap<string, GgufValue>, tensors: readonly GgufTensor[]): void {
  const header: Buffer[] = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(values.size)]
  for (const [key, value] of values) header.push(text(key), encode(value))
  let offset = 0
  const offsets: number[] = []
  for (const { name, dimensions } of tensors) {
    offsets.push(offset)
    header.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(0), u64(offset))
    offset += align(4 * dimensions.reduce((product, dimension) => product * dimension, 1))
  }
  const head = Buffer.concat(header)
  const dataStart = align(head.length)
  const descriptor = openSync(file, 'w')
  try {
    writeSync(descriptor, head, 0, head.length, 0)
    for (const [index, { data }] of tensors.entries()) {
      if (data)
        writeSync(
          descriptor,
          new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
          0,
          data.byteLength,
          dataStart + (offsets[index] ?? 0),
        )
    }
    ftruncateSync(descriptor, dataStart + offset)
  } finally {
    closeSync(descriptor)
  }
}

function encode(value: GgufValue): Buffer {
  switch (value.type) {
    case 'u32':
      return Buffer.concat([u32(TYPE_IDS.u32), u32(value.value)])
    case 'u64':
      return Buffer.concat([u32(TYPE_IDS.u64), u64(value.value)])
    case 'f32': {
      const bytes = Buffer.alloc(4)
      bytes.writeFloatLE(value.value)
      return Buffer.concat([u32(TYPE_IDS.f32), bytes])
    }
    case 'bool':
      return Buffer.concat([u32(TYPE_IDS.bool), Buffer.from([value.value ? 1 : 0])])
    case 'string':
      return Buffer.concat([u32(TYPE_IDS.string), text(value.value)])
    case 'strings':
      return Buffer.concat([u32(TYPE_IDS.array), u32(TYPE_IDS.string), u64(value.value.length), ...value.value.map(text)])
    case 'i32s':
      return Buffer.concat([u32(TYPE_IDS.array), u32(TYPE_IDS.i32), u64(value.value.length), ...value.value.map(u32)])
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  return Buffer.concat([u64(bytes.length), bytes])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function align(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT
}
