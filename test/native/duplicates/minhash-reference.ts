import type { MinHashOptions } from '#native'
import { splitWordsReference, wordPattern } from './word-reference.ts'

type Tokens = NonNullable<MinHashOptions['tokens']>

/** Plain TypeScript statement of the tokens, shingles and signatures that the native kernels compute. Slow. */
export function splitTokensReference(bytes: Uint8Array, kind: Tokens): string[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (kind === 'words') return splitWordsReference(text)
  if (kind === 'bigcode') return text.split(/[^A-Za-z_0-9]/u)
  return Array.from(text, toLowerCase)
    .join('')
    .split(/[^\p{L}\p{N}_]/u)
}

/** Tokens with a letter, a digit or an underscore in them. */
export function countWordsReference(bytes: Uint8Array, kind: Tokens): number {
  const isWord = kind === 'bigcode' ? /[A-Za-z_0-9]/u : kind === 'bigcode-v2' ? /[\p{L}\p{N}_]/u : wordPattern
  return splitTokensReference(bytes, kind).filter((token) => isWord.test(token)).length
}

/** All shingles of a document in their order, each as the 64-bit hash. */
export function shingleHashesReference(bytes: Uint8Array, options: MinHashOptions = {}): bigint[] {
  const { tokens: kind = 'words', shingleLength = 5 } = options
  const tokens = splitTokensReference(bytes, kind)
  if (countWordsReference(bytes, kind) < shingleLength) return [contentHashReference(bytes).low]
  const hashes = tokens.map((token) => hashToken(new TextEncoder().encode(token)))
  return Array.from({ length: tokens.length - shingleLength + 1 }, (_, first) =>
    mixBits(hashes.slice(first, first + shingleLength).reduce((sum, hash) => wrap(sum * shingleMultiplier + hash), 0n)),
  )
}

export function signatureReference(bytes: Uint8Array, options: MinHashOptions = {}): Uint32Array {
  const { permutations = 256, seed = 1 } = options
  const values = new Set(shingleHashesReference(bytes, options).map((hash) => Number(hash >> 32n)))
  let state = BigInt(seed)
  return Uint32Array.from({ length: permutations }, () => {
    state = wrap(state + 0x9e3779b97f4a7c15n)
    const random = splitMix(state)
    const multiplier = Number(random & 0xffff_ffffn) | 1
    const addend = Number(random >> 32n)
    let minimum = 0xffff_ffff
    for (const value of values) minimum = Math.min(minimum, (Math.imul(multiplier, value) + addend) >>> 0)
    return minimum
  })
}

/** The exact Jaccard similarity of the shingles as strings of tokens, not as hashes. */
export function jaccardReference(first: Uint8Array, second: Uint8Array, options: MinHashOptions = {}): number {
  return jaccardOfSets(shingleSetReference(first, options), shingleSetReference(second, options))
}

export function jaccardOfSets(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((shingle) => b.has(shingle)).length
  return shared / (a.size + b.size - shared)
}

/** The distinct shingles of a document, each as its tokens. */
export function shingleSetReference(bytes: Uint8Array, options: MinHashOptions = {}): Set<string> {
  const { tokens = 'words', shingleLength = 5 } = options
  const words = splitTokensReference(bytes, tokens)
  if (countWordsReference(bytes, tokens) < shingleLength) return new Set([`bytes ${Buffer.from(bytes).toString('hex')}`])
  return new Set(
    Array.from({ length: words.length - shingleLength + 1 }, (_, index) => words.slice(index, index + shingleLength).join(' ')),
  )
}

/** MurmurHash3_x64_128 with seed 0. */
export function contentHashReference(bytes: Uint8Array): { low: bigint; high: bigint } {
  const first = 0x87c37b91114253d5n
  const second = 0x4cf5ad432745937fn
  let low = 0n
  let high = 0n
  const blockCount = Math.floor(bytes.length / 16)
  for (let block = 0; block < blockCount; block++) {
    low ^= wrap(rotate(wrap(readWord(bytes, block * 16) * first), 31n) * second)
    low = wrap(wrap(rotate(low, 27n) + high) * 5n + 0x52dce729n)
    high ^= wrap(rotate(wrap(readWord(bytes, block * 16 + 8) * second), 33n) * first)
    high = wrap(wrap(rotate(high, 31n) + low) * 5n + 0x38495ab5n)
  }
  high ^= wrap(rotate(wrap(readWord(bytes, blockCount * 16 + 8) * second), 33n) * first)
  low ^= wrap(rotate(wrap(readWord(bytes, blockCount * 16) * first), 31n) * second)
  low ^= BigInt(bytes.length)
  high ^= BigInt(bytes.length)
  low = wrap(low + high)
  high = wrap(high + low)
  low = mixBits(low)
  high = mixBits(high)
  low = wrap(low + high)
  return { low, high: wrap(high + low) }
}

const tokenKeys = [0x9e3779b97f4a7c15n, 0xd1b54a32d192ed03n] as const
const shingleMultiplier = 0xf1357aea2e62a9cbn

/** Each character by itself; of U+0130, the only one whose lower case is two characters, the first. */
function toLowerCase(character: string): string {
  return character === 'İ' ? 'i' : character.toLowerCase()
}

function hashToken(bytes: Uint8Array): bigint {
  let hash = 0n
  for (let position = 0; position === 0 || position < bytes.length; position += 16) {
    const product = (readWord(bytes, position) ^ hash ^ tokenKeys[0]) * (readWord(bytes, position + 8) ^ tokenKeys[1])
    hash = wrap(product) ^ (product >> 64n)
  }
  return hash
}

/** Eight bytes as a little-endian number; zeros past the end. */
function readWord(bytes: Uint8Array, position: number): bigint {
  let word = 0n
  for (let byte = 7; byte >= 0; byte--) word = (word << 8n) | BigInt(bytes[position + byte] ?? 0)
  return word
}

function mixBits(hash: bigint): bigint {
  let mixed = wrap((hash ^ (hash >> 33n)) * 0xff51afd7ed558ccdn)
  mixed = wrap((mixed ^ (mixed >> 33n)) * 0xc4ceb9fe1a85ec53n)
  return mixed ^ (mixed >> 33n)
}

function splitMix(state: bigint): bigint {
  let mixed = wrap((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n)
  mixed = wrap((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn)
  return mixed ^ (mixed >> 31n)
}

function rotate(value: bigint, bits: bigint): bigint {
  return wrap(value << bits) | (value >> (64n - bits))
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}
