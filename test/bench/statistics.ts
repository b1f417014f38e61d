import { getMeasureTextKernel } from '#native'
import { correlateCompression } from './compression-order.ts'
import { startPeer } from './peers/start-peer.ts'
import { median, readSourceCorpus } from './source-corpus.ts'

/**
 * Speed of the statistics on real source text, on one thread: the line and character statistics beside the plain TypeScript reference,
 * the whole list of signals, and the repetition signals of datatrove and of Data-Juicer, which are measured on request. Both sides have a process of their own with the same batches, take turns after a round to warm up,
 * and count in processor time, each batch with the median of its rounds. Then how far `compressed_fraction` has the order of zlib,
 * and the peaks of resident memory, the corpus in it. Run it with `npm run bench -- statistics`; the last line is one JSON object.
 */
const corpusBytes = 32 * 1024 * 1024
/** The size in which an import hands documents on. */
const batchBytes = 4 * 1024 * 1024
/** Of what code corpora hold; the bundles in the rest of the packages are far larger than any. */
const documentBytes = 256 * 1024
const rounds = 5

type Answer = { seconds: number[]; digest?: string }
type Corpus = { sizes: number[]; documents: number }

function start(side: 'native' | 'reference') {
  const peer = startPeer('statistics.ts', [side, String(corpusBytes), String(documentBytes), String(batchBytes)])
  if (peer === undefined) throw new Error(`The ${side} side of the statistics does not start.`)
  return peer
}

/** MB per second of processor time. */
function toSpeed(sizes: readonly number[], answers: readonly Answer[]): number {
  const seconds = sizes.map((_, batch) => median(answers.map((answer) => answer.seconds[batch] ?? 0)))
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return sum(sizes) / 1e6 / sum(seconds)
}

await using native = start('native')
await using reference = start('reference')
const { sizes, documents } = await native.ask<Corpus>('corpus')
const sizeBytes = sizes.reduce((sum, size) => sum + size, 0)
console.log(`corpus: ${(sizeBytes / 1e6).toFixed(1)} MB in ${documents} files; kernel: ${getMeasureTextKernel()}`)
const answers: Record<'text' | 'reference' | 'all' | 'gopher' | 'dataJuicer', Answer[]> = {
  text: [],
  reference: [],
  all: [],
  gopher: [],
  dataJuicer: [],
}
for (let round = 0; round <= rounds; round++) {
  const text = await native.ask<Answer>('text')
  const all = await native.ask<Answer>('all')
  const gopher = await native.ask<Answer>('gopher')
  const dataJuicer = await native.ask<Answer>('data-juicer')
  const other = await reference.ask<Answer>('text')
  if (text.digest !== other.digest) throw new Error('The native rows differ from those of the reference.')
  if (round === 0) continue
  answers.text.push(text)
  answers.all.push(all)
  answers.gopher.push(gopher)
  answers.dataJuicer.push(dataJuicer)
  answers.reference.push(other)
}
const textSpeed = toSpeed(sizes, answers.text)
const allSpeed = toSpeed(sizes, answers.all)
const gopherSpeed = toSpeed(sizes, answers.gopher)
const dataJuicerSpeed = toSpeed(sizes, answers.dataJuicer)
const referenceSpeed = toSpeed(sizes, answers.reference)
const memory = {
  native: (await native.ask<{ bytes: number }>('memory')).bytes,
  reference: (await reference.ask<{ bytes: number }>('memory')).bytes,
}
console.log(
  `per core: lines and characters ${textSpeed.toFixed(0)} MB/s, reference ${referenceSpeed.toFixed(0)} MB/s, all signals ${allSpeed.toFixed(0)} MB/s, datatrove's repetition ${gopherSpeed.toFixed(0)} MB/s, Data-Juicer's ${dataJuicerSpeed.toFixed(0)} MB/s`,
)
console.log(
  `memory: native ${(memory.native / 1e6).toFixed(0)} MB with all signals, reference ${(memory.reference / 1e6).toFixed(0)} MB`,
)
const correlations = await correlateCompression([...readSourceCorpus(corpusBytes, documentBytes)])
for (const [least, correlation] of correlations) {
  console.log(`rank correlation with zlib from ${least} bytes: ${correlation.toFixed(4)}`)
}
const round = (value: number, digits: number) => Number(value.toFixed(digits))
console.log(
  JSON.stringify({
    mb_s_per_core: {
      lines_and_characters: round(textSpeed, 0),
      all: round(allSpeed, 0),
      gopher_repetition: round(gopherSpeed, 0),
      data_juicer_repetition: round(dataJuicerSpeed, 0),
      reference: round(referenceSpeed, 0),
    },
    memory_bytes: memory,
    ratios: {
      reference: round(textSpeed / referenceSpeed, 1),
      all: round(allSpeed / textSpeed, 3),
      gopher_repetition: round(gopherSpeed / allSpeed, 3),
      data_juicer_repetition: round(dataJuicerSpeed / allSpeed, 3),
      reference_memory: round(memory.reference / memory.native, 2),
    },
    compression_rank_correlation: round(Math.min(...correlations.values()), 4),
  }),
)
