/**
 * Plain TypeScript statement of what the native classifier learns with one thread, in double precision: the same features, first
 * weights and order of the documents, so that only the rounding differs.
 */
export type ReferenceOptions = {
  dimensions: number
  wordNgrams: number
  characterNgrams: { min: number; max: number }
  buckets: number
  epochs: number
  learningRate: number
  seed: number
}

export type ReferenceExample = { text: string; label: number; signals: readonly number[] }

const mask = (1n << 64n) - 1n

export function extractFeatures(text: string, options: ReferenceOptions): number[] {
  const { wordNgrams, characterNgrams, buckets } = options
  const features: number[] = []
  const hashes: bigint[] = []
  for (const word of text.match(/[\w\u0080-\u{10ffff}]+|[!-\u007f]/gu) ?? []) {
    hashes.push(hashBytes(new TextEncoder().encode(word), 0n))
    for (let length = Math.min(wordNgrams, hashes.length); length >= 1; length--) {
      const sequence = hashes.slice(hashes.length - length).reduce((hash, next) => mix((hash * 0x9e3779b97f4a7c15n) & mask, next))
      features.push(toBucket(sequence, buckets))
    }
    if (characterNgrams.max === 0 || /^[!-/:-@[-^`{-\u007f]$/.test(word)) continue
    for (const part of listParts(word, characterNgrams)) {
      features.push(toBucket(hashBytes(new TextEncoder().encode(part), 0x2545f4914f6cdd1dn), buckets))
    }
  }
  return features
}

function listParts(word: string, { min, max }: { min: number; max: number }): string[] {
  const characters = ['<', ...word, '>']
  return characters.flatMap((_, first) => {
    const lengths = Array.from({ length: max - min + 1 }, (_, index) => min + index)
    const parts = lengths.filter((length) => first + length <= characters.length)
    const isMark = first === 0 || first === characters.length - 1
    return parts.filter((length) => length > 1 || !isMark).map((length) => characters.slice(first, first + length).join(''))
  })
}

function mix(hash: bigint, value: bigint): bigint {
  const product = ((hash ^ value) * 0xd6e8feb86659fd93n) & mask
  return product ^ (product >> 32n)
}

function hashBytes(bytes: Uint8Array, seed: bigint): bigint {
  let hash = seed ^ ((BigInt(bytes.length) * 0x9e3779b97f4a7c15n) & mask)
  for (let start = 0; start < bytes.length; start += 8) {
    let value = 0n
    for (const [index, byte] of bytes.subarray(start, start + 8).entries()) value |= BigInt(byte) << BigInt(index * 8)
    hash = mix(hash, value)
  }
  return hash
}

function toBucket(hash: bigint, buckets: number): number {
  const spread = ((hash ^ (hash >> 29n)) * 0xbf58476d1ce4e5b9n) & mask
  return Number(((spread >> 32n) * BigInt(buckets)) >> 32n)
}

function createRandom(seed: number): () => bigint {
  let state = BigInt(seed)
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & mask
    let value = ((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n) & mask
    value = ((value ^ (value >> 27n)) * 0x94d049bb133111ebn) & mask
    return value ^ (value >> 31n)
  }
}

export type ReferenceModel = { embeddings: number[][]; rows: number[][]; scales: { mean: number; deviation: number }[] }

export function trainReference(examples: readonly ReferenceExample[], options: ReferenceOptions): ReferenceModel {
  const random = createRandom(options.seed)
  const classCount = Math.max(2, ...examples.map(({ label }) => label + 1))
  const signalCount = examples[0]?.signals.length ?? 0
  const embeddings = Array.from({ length: options.buckets }, () =>
    Array.from({ length: options.dimensions }, () => ((Number(random() >> 40n) / 2 ** 24) * 2 - 1) / options.dimensions),
  )
  const rows = Array.from({ length: classCount }, () => new Array<number>(options.dimensions + signalCount + 1).fill(0))
  const scales = Array.from({ length: signalCount }, (_, signal) => scaleOf(examples.map(({ signals }) => signals[signal] ?? 0)))
  const model = { embeddings, rows, scales }
  const features = examples.map(({ text }) => extractFeatures(text, options))
  const order = examples.map((_, index) => index)
  const total = examples.length * options.epochs
  for (let step = 0; step < total; step++) {
    if (step % examples.length === 0) shuffle(order, random)
    const document = order[step % examples.length] ?? 0
    const example = examples[document]
    if (example !== undefined) update(model, example, features[document] ?? [], options.learningRate * (1 - step / total))
  }
  return model
}

function scaleOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  return { mean, deviation: Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length) }
}

function shuffle(order: number[], random: () => bigint): void {
  for (let left = order.length; left > 1; left--) {
    const chosen = Number(((random() >> 32n) * BigInt(left)) >> 32n)
    const last = order[left - 1] ?? 0
    order[left - 1] = order[chosen] ?? 0
    order[chosen] = last
  }
}

function makeInput(model: ReferenceModel, features: readonly number[], signals: readonly number[]): number[] {
  const dimensions = model.embeddings[0]?.length ?? 0
  const mean = Array.from({ length: dimensions }, (_, place) =>
    features.length === 0
      ? 0
      : features.reduce((sum, feature) => sum + (model.embeddings[feature]?.[place] ?? 0), 0) / features.length,
  )
  const standardised = model.scales.map(({ mean, deviation }, signal) =>
    deviation === 0 ? 0 : Math.max(-8, Math.min(8, ((signals[signal] ?? 0) - mean) / deviation)),
  )
  return [...mean, ...standardised, 1]
}

function computeProbabilities(model: ReferenceModel, input: readonly number[]): number[] {
  const logits = model.rows.map((row) => row.reduce((sum, weight, place) => sum + weight * (input[place] ?? 0), 0))
  const exponentials = logits.map((logit) => Math.exp(logit - Math.max(...logits)))
  return exponentials.map((value) => value / exponentials.reduce((sum, other) => sum + other, 0))
}

/** The negative logarithm of the probability of the example's class. */
export function lossOf(model: ReferenceModel, example: ReferenceExample, features: readonly number[]): number {
  const probabilities = computeProbabilities(model, makeInput(model, features, example.signals))
  return -Math.log(probabilities[example.label] ?? 0)
}

function update(model: ReferenceModel, example: ReferenceExample, features: readonly number[], learningRate: number): void {
  const input = makeInput(model, features, example.signals)
  const probabilities = computeProbabilities(model, input)
  const dimensions = model.embeddings[0]?.length ?? 0
  const gradient = new Array<number>(dimensions).fill(0)
  for (const [classId, row] of model.rows.entries()) {
    const rate = learningRate * ((classId === example.label ? 1 : 0) - (probabilities[classId] ?? 0))
    for (let place = 0; place < dimensions; place++) gradient[place] = (gradient[place] ?? 0) + rate * (row[place] ?? 0)
    for (const [place, value] of input.entries()) row[place] = (row[place] ?? 0) + rate * value
  }
  for (const feature of features) {
    const embedding = model.embeddings[feature] ?? []
    for (let place = 0; place < dimensions; place++) {
      embedding[place] = (embedding[place] ?? 0) + (gradient[place] ?? 0) / features.length
    }
  }
}

export function predictReference(model: ReferenceModel, example: ReferenceExample, options: ReferenceOptions): number[] {
  return computeProbabilities(model, makeInput(model, extractFeatures(example.text, options), example.signals))
}

/** One step of training on one example, for comparing with finite differences of `lossOf`. */
export function updateOnce(model: ReferenceModel, example: ReferenceExample, features: readonly number[], rate: number): void {
  update(model, example, features, rate)
}
