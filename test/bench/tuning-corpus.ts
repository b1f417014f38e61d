/** Signals, sizes and languages of documents that there are not, in the shapes and with the correlations of those of code. */
export interface TuningCorpus {
  readonly documentCount: number
  /** By name. */
  readonly columns: ReadonlyMap<string, Float32Array>
  readonly sizes: Float64Array
  readonly languages: { readonly places: Float32Array; readonly values: readonly string[] }
}

const languageCount = 60

/**
 * Twelve signals: lengths with a long tail, fractions between 0 and 1, counts that are mostly 0, two peaks, and scores that some documents lack.
 * Half of each comes from what all signals of a document have in common. The same numbers in every run.
 */
export function createTuningCorpus(documentCount: number): TuningCorpus {
  const random = createRandom()
  const shared = Float32Array.from({ length: documentCount }, () => gaussian(random))
  const shapes: ((z: number) => number)[] = [
    (z) => Math.round(Math.exp(7.5 + 1.4 * z)),
    (z) => Math.round(Math.exp(4 + 1.1 * z)),
    (z) => Math.exp(3.3 + 0.4 * z),
    (z) => Math.round(Math.exp(4.5 + 0.7 * z)),
    (z) => toShare(1 + 0.8 * z),
    (z) => toShare(-2 + 1.2 * z),
    (z) => toShare(0.3 * z),
    (z) => Math.max(0, Math.floor(2 * z - 1)),
    (z) => Math.max(0, Math.floor(5 * z)),
    (z) => (z > 0 ? 60 : 20) + 5 * z,
    (z) => (z > 1.9 ? Number.NaN : Math.exp(2 + 0.9 * z)),
    (z) => (z < -1.6 ? Number.NaN : toShare(1.5 * z)),
  ]
  const columns = new Map<string, Float32Array>()
  for (const [index, shape] of shapes.entries()) {
    const own = Float32Array.from(shared, (common) => shape(Math.SQRT1_2 * (common + gaussian(random))))
    columns.set(`signal_${index}`, own)
  }
  const sizes = Float64Array.from(columns.get('signal_0') ?? [])
  // The next language has nine tenths of the documents of the one before.
  const places = Float32Array.from({ length: documentCount }, () =>
    Math.min(languageCount - 1, Math.floor(Math.log(1 - random()) / Math.log(0.9))),
  )
  return {
    documentCount,
    columns,
    sizes,
    languages: { places, values: Array.from({ length: languageCount }, (_, at) => `language ${at}`) },
  }
}

function toShare(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** Numbers from 0 to 1, the same in every run. (Marsaglia, Xorshift RNGs, 2003.) */
export function createRandom(seed = 2463534242): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** Close enough to a normal distribution for the shape of a histogram. */
function gaussian(random: () => number): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3)
}
