import type { GgufHeader } from './gguf-header.ts'
import { DamagedGgufError } from './gguf-reader.ts'

/** The largest number that llama.cpp takes for a size: its own are unsigned numbers of 32 bits. */
const MAX_COUNT = 2 ** 32 - 1
/** Endings of the keys that hold sizes; some architectures give one for each layer. */
const COUNT = /[._](?:length|count|count_kv|size|rank|window|layers)(?:_swa|_mla)?$/
/** Endings of the keys that hold any finite number. */
const NUMBER = /[._](?:epsilon|freq_base|factor|scale|softcapping)(?:_swa)?$/
const TEXT = new Set([
  'general.architecture',
  'general.type',
  'tokenizer.ggml.model',
  'tokenizer.ggml.pre',
  'tokenizer.chat_template',
])
const TOKEN_ID = /^tokenizer\.ggml\.\w+_token_id$/

/**
 * Refuses a header that gives a key which running the model needs as something else than it must be. llama.cpp and the library before
 * it trust these: a text where a size is due makes a load that never ends, a fraction or NaN one that ends the process.
 *
 * @throws {DamagedGgufError}
 */
export function checkHeaderTypes({ values, lists }: Pick<GgufHeader, 'values' | 'lists'>): void {
  const architecture = values.get('general.architecture')
  const prefix = typeof architecture === 'string' ? `${architecture}.` : null
  const isOfModel = (key: string) => prefix !== null && key.startsWith(prefix)
  for (const [key, value] of values) {
    if (TEXT.has(key) && typeof value !== 'string') throw wrong(key, value, 'a text')
    if (TOKEN_ID.test(key) && !isCount(value)) throw wrong(key, value, 'the number of a token')
    if (!isOfModel(key)) continue
    if (COUNT.test(key) && !isCount(value)) throw wrong(key, value, `a whole number up to ${MAX_COUNT}`)
    if (NUMBER.test(key) && !(typeof value === 'number' && Number.isFinite(value))) throw wrong(key, value, 'a number')
  }
  for (const [key, { of }] of lists) {
    if (TEXT.has(key) || TOKEN_ID.test(key)) throw wrong(key, 'a list', 'a single value')
    if (isOfModel(key) && (COUNT.test(key) || NUMBER.test(key)) && of !== 'numbers')
      throw wrong(key, `a list of ${of}`, 'a number')
  }
  const alignment = values.get('general.alignment')
  if (alignment !== undefined && !(isCount(alignment) && alignment > 0 && (alignment & (alignment - 1)) === 0)) {
    throw wrong('general.alignment', alignment, 'a power of two')
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT
}

function wrong(key: string, value: unknown, needed: string): DamagedGgufError {
  const shown = typeof value === 'string' && value.startsWith('a list') ? value : JSON.stringify(value)?.slice(0, 60)
  const words = typeof value === 'number' ? String(value) : shown
  return new DamagedGgufError(`The header gives "${key}" as ${words}, where ${needed} is needed.`)
}
