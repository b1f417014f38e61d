import { DamagedGgufError, type GgufReader, openGgufReader } from './gguf-reader.ts'

export type GgufScalar = number | string | boolean
export interface GgufList {
  readonly of: 'numbers' | 'texts' | 'flags'
  readonly length: number
}

/** The header of a GGUF file: all single values, the tensor table, and those vocabulary entries that look like markup. */
export interface GgufHeader {
  /** Keys as written in the file, e.g. `codeshell.context_length`. 64-bit numbers are as near as a double can say them. */
  readonly values: ReadonlyMap<string, GgufScalar>
  /** What the lists of the header hold, by key. */
  readonly lists: ReadonlyMap<string, GgufList>
  /** Entries of `tokenizer.ggml.tokens` in angle brackets, such as `<fim_prefix>`, without the mark of a blank before them. */
  readonly specialTokens: ReadonlySet<string>
  readonly parameterCount: number
  readonly tensorCount: number
  readonly tensorBytes: number
  readonly sizeBytes: number
}

// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
const ValueType = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  array: 9,
  u64: 10,
  i64: 11,
  f64: 12,
}
const VALUE_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8]
const MAX_DIMENSIONS = 4
/**
 * A model has some dozens of keys, some thousands of tensors and a vocabulary of some hundred thousand tokens. llama.cpp compares each
 * key and each tensor name with all before it, so that a file with far more would keep it busy for minutes.
 */
const MAX_KEYS = 10_000
const MAX_TENSORS = 50_000
const MAX_LIST_LENGTH = 4_000_000
const DEFAULT_ALIGNMENT = 32
/** The longest vocabulary entry that is worth decoding while looking for markup. */
const MAX_SPECIAL_BYTES = 40

/** Per ggml tensor type: weights in one block, bytes of one block. Types that are missing here have been withdrawn from ggml. */
const BLOCKS: Readonly<Record<number, readonly [weights: number, bytes: number]>> = {
  0: [1, 4],
  1: [1, 2],
  2: [32, 18],
  3: [32, 20],
  6: [32, 22],
  7: [32, 24],
  8: [32, 34],
  9: [32, 36],
  10: [256, 84],
  11: [256, 110],
  12: [256, 144],
  13: [256, 176],
  14: [256, 210],
  15: [256, 292],
  16: [256, 66],
  17: [256, 74],
  18: [256, 98],
  19: [256, 50],
  20: [32, 18],
  21: [256, 110],
  22: [256, 82],
  23: [256, 136],
  24: [1, 1],
  25: [1, 2],
  26: [1, 4],
  27: [1, 8],
  28: [1, 8],
  29: [256, 56],
  30: [1, 2],
  34: [256, 54],
  35: [256, 66],
  39: [32, 17],
  40: [64, 36],
  41: [128, 18],
  42: [64, 18],
}

/**
 * Reads and checks a GGUF header, and that the file is long enough for every tensor it declares.
 *
 * This is done here and not by llama.cpp, whose loader trusts some of these numbers and would end the process.
 *
 * @throws {DamagedGgufError} when the file is not GGUF, is truncated or contradicts itself
 */
export function readGgufHeader(file: string): GgufHeader {
  using reader = openGgufReader(file)
  if (reader.sizeBytes < 4 || reader.bytes(4).toString('latin1') !== 'GGUF') {
    throw new DamagedGgufError('The file does not begin with "GGUF": it is not a GGUF model.')
  }
  const version = reader.u32()
  if (version !== 2 && version !== 3) throw new DamagedGgufError(`GGUF version ${version} is not supported; 2 and 3 are.`)
  const tensorCount = reader.size()
  const valueCount = reader.size()
  if (valueCount > MAX_KEYS)
    throw new DamagedGgufError(`The header declares ${valueCount} keys; no model has more than ${MAX_KEYS}.`)
  if (tensorCount > MAX_TENSORS)
    throw new DamagedGgufError(`The header declares ${tensorCount} tensors; no model has more than ${MAX_TENSORS}.`)
  const values = new Map<string, GgufScalar>()
  const lists = new Map<string, GgufList>()
  const specialTokens = new Set<string>()
  for (let index = 0; index < valueCount; index++) {
    const key = reader.string()
    const type = reader.u32()
    if (values.has(key) || lists.has(key))
      throw new DamagedGgufError(`The header holds the key "${key}" twice: the file is damaged.`)
    if (type !== ValueType.array) values.set(key, readScalar(reader, type))
    else lists.set(key, key === 'tokenizer.ggml.tokens' ? readSpecialTokens(reader, specialTokens) : skipList(reader))
  }
  return { values, lists, specialTokens, tensorCount, sizeBytes: reader.sizeBytes, ...readTensors(reader, tensorCount, values) }
}

function readScalar(reader: GgufReader, type: number): GgufScalar {
  switch (type) {
    case ValueType.u8:
      return reader.u8()
    case ValueType.i8:
      return reader.bytes(1).readInt8()
    case ValueType.u16:
      return reader.bytes(2).readUInt16LE()
    case ValueType.i16:
      return reader.bytes(2).readInt16LE()
    case ValueType.u32:
      return reader.u32()
    case ValueType.i32:
      return reader.i32()
    case ValueType.f32:
      return reader.f32()
    case ValueType.bool:
      return reader.u8() !== 0
    case ValueType.string:
      return reader.string()
    case ValueType.u64:
      return reader.u64()
    case ValueType.i64:
      return Number(reader.bytes(8).readBigInt64LE())
    case ValueType.f64:
      return reader.f64()
    default:
      throw new DamagedGgufError(`The header holds a value of the unknown type ${type}: the file is damaged.`)
  }
}

function readSpecialTokens(reader: GgufReader, found: Set<string>): GgufList {
  const type = reader.u32()
  const length = readListLength(reader)
  if (type !== ValueType.string) throw new DamagedGgufError('The vocabulary in the header is not a list of texts.')
  for (let index = 0; index < length; index++) {
    const bytes = reader.size()
    if (bytes === 0 || bytes > MAX_SPECIAL_BYTES) {
      reader.skip(bytes)
      continue
    }
    const token = reader
      .bytes(bytes)
      .toString('utf8')
      .replace(/^\u2581/u, '')
    if (token.startsWith('<') && token.endsWith('>')) found.add(token)
  }
  return { of: 'texts', length }
}

function skipList(reader: GgufReader): GgufList {
  const type = reader.u32()
  const length = readListLength(reader)
  if (type === ValueType.string) {
    for (let index = 0; index < length; index++) reader.skip(reader.size())
    return { of: 'texts', length }
  }
  // llama.cpp knows no lists of lists either; following them would let a small file nest them deeper than the stack goes.
  const size = type === ValueType.array ? undefined : VALUE_BYTES[type]
  if (size === undefined) throw new DamagedGgufError(`The header holds a list of the unknown type ${type}: the file is damaged.`)
  reader.skip(length * size)
  return { of: type === ValueType.bool ? 'flags' : 'numbers', length }
}

function readListLength(reader: GgufReader): number {
  const length = reader.size()
  if (length > MAX_LIST_LENGTH)
    throw new DamagedGgufError(`The header declares a list of ${length} entries; no model has one that long.`)
  return length
}

function readTensors(reader: GgufReader, count: number, values: ReadonlyMap<string, GgufScalar>) {
  const tensors: { name: string; offset: number; sizeBytes: number }[] = []
  let parameterCount = 0
  for (let index = 0; index < count; index++) {
    const name = reader.string()
    const dimensionCount = reader.u32()
    if (dimensionCount > MAX_DIMENSIONS) throw new DamagedGgufError(`The tensor "${name}" has ${dimensionCount} dimensions.`)
    let weights = 1
    for (let dimension = 0; dimension < dimensionCount; dimension++) weights *= reader.size()
    const type = reader.u32()
    const block = BLOCKS[type]
    if (!block) throw new DamagedGgufError(`The tensor "${name}" has the unknown type ${type}.`)
    tensors.push({ name, offset: reader.size(), sizeBytes: Math.ceil(weights / block[0]) * block[1] })
    parameterCount += weights
  }
  const alignment = values.get('general.alignment')
  const step = typeof alignment === 'number' && alignment > 0 ? alignment : DEFAULT_ALIGNMENT
  const dataStart = Math.ceil(reader.position / step) * step
  let tensorBytes = 0
  for (const { name, offset, sizeBytes } of tensors) {
    const missing = dataStart + offset + sizeBytes - reader.sizeBytes
    if (missing > 0) {
      throw new DamagedGgufError(
        `The file is truncated: the tensor "${name}" needs ${missing} more bytes than the file's ${reader.sizeBytes}.`,
      )
    }
    tensorBytes += sizeBytes
  }
  return { parameterCount, tensorBytes }
}
