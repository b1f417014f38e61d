import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openClassifier, trainClassifier } from '#native'
import { runPeer } from './peers/run-peer.ts'
import { readSourceCorpus, toBatch } from './source-corpus.ts'

/**
 * Speed of training a text classifier and of scoring with it, on pieces of real source text and one thread, in CPU time so that other
 * programs on the machine count little; side by side with fastText if `test/bench/peers/install.mjs` has installed it. Both see the
 * same words, have as many dimensions and buckets, and take sequences of two words. Run it with `node test/bench/classifier.ts`; the
 * last line is one JSON object.
 */
const corpusBytes = 48 * 1024 * 1024
const fileBytes = 100 * 1024
const pieceWords = 700
const settings = { dimensions: 64, buckets: 2 ** 20, wordNgrams: 2, epochs: 3, learningRate: 0.5, threads: 1 }

type Piece = { text: string; label: number }
type PeerReport = { train_seconds: number; score_seconds: number; probabilities: number[] }

/** Pieces of files; the question is whether their file declares types. */
function readPieces(): Piece[] {
  const pieces: Piece[] = []
  for (const file of readSourceCorpus(corpusBytes, fileBytes)) {
    const source = file.toString()
    const label = Number(/^\s*(?:export )?(?:declare|interface) /m.test(source))
    // Separated by blanks alone, as fastText parts words.
    const words = source.match(/[\w\u0080-\uffff]+|[!-~]/g) ?? []
    for (let start = 0; start < words.length; start += pieceWords) {
      pieces.push({ text: words.slice(start, start + pieceWords).join(' '), label })
    }
  }
  return pieces
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

async function timeTraining(pieces: readonly Piece[], outputFile: string): Promise<number> {
  let start: { cpu: NodeJS.CpuUsage; done: number } | undefined
  let documentsPerSecond = 0
  await trainClassifier({
    batches: [{ batch: toBatch(pieces.map(({ text }) => Buffer.from(text))), labels: pieces.map(({ label }) => label) }],
    ...settings,
    outputFile,
    // From the first report on, so that making the first weights does not count, as it does not for fastText.
    onProgress({ phase, done, total }) {
      if (phase !== 'train') return
      start ??= { cpu: process.cpuUsage(), done }
      if (done === total) documentsPerSecond = (total - start.done) / secondsSince(start.cpu)
    },
  })
  return documentsPerSecond
}

async function timeScoring(pieces: readonly Piece[], file: string): Promise<{ seconds: number; probabilities: Float32Array }> {
  using classifier = await openClassifier(file)
  const batch = toBatch(pieces.map(({ text }) => Buffer.from(text)))
  const start = process.cpuUsage()
  const probabilities = await classifier.predict(batch)
  return { seconds: secondsSince(start), probabilities }
}

function timePeer(training: readonly Piece[], scored: readonly Piece[], folder: string): PeerReport | undefined {
  const files = ['settings.json', 'training.txt', 'scored.txt'].map((name) => path.join(folder, name))
  const [settingsFile = '', trainingFile = '', scoredFile = ''] = files
  writeFileSync(settingsFile, JSON.stringify(settings))
  writeFileSync(trainingFile, training.map(({ text, label }) => `__label__${label} ${text}\n`).join(''))
  writeFileSync(scoredFile, scored.map(({ text }) => text).join('\n'))
  return runPeer('classifier.py', files) as PeerReport | undefined
}

function measureAccuracy(pieces: readonly Piece[], probabilities: ArrayLike<number>): string {
  const right = pieces.filter(({ label }, index) => (probabilities[index] ?? 0) > 0.5 === (label === 1)).length
  return `${((right / pieces.length) * 100).toFixed(1)} % right`
}

const folder = mkdtempSync(path.join(tmpdir(), 'classifier-bench-'))
try {
  const pieces = readPieces()
  const training = pieces.filter((_, index) => index % 5 !== 0)
  const scored = pieces.filter((_, index) => index % 5 === 0)
  const scoredBytes = scored.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  console.log(
    `${training.length} documents to train with, ${scored.length} to score (${(scoredBytes / 1e6).toFixed(1)} MB), ${pieces.filter(({ label }) => label === 1).length} of class 1`,
  )
  const file = path.join(folder, 'bench.classifier')
  const trainSpeed = await timeTraining(training, file)
  const { seconds, probabilities } = await timeScoring(scored, file)
  const scoreSpeed = scoredBytes / 1e6 / seconds
  console.log(
    `native: ${trainSpeed.toFixed(0)} documents/s trained, ${scoreSpeed.toFixed(1)} MB/s scored, ${measureAccuracy(scored, probabilities)}`,
  )
  const peer = timePeer(training, scored, folder)
  const ratios: Record<string, number> = {}
  if (peer !== undefined) {
    const peerTrainSpeed = (training.length * settings.epochs) / peer.train_seconds
    const peerScoreSpeed = scoredBytes / 1e6 / peer.score_seconds
    console.log(
      `fastText: ${peerTrainSpeed.toFixed(0)} documents/s trained, ${peerScoreSpeed.toFixed(1)} MB/s scored, ${measureAccuracy(scored, peer.probabilities)}`,
    )
    ratios.fasttext_train = Number((trainSpeed / peerTrainSpeed).toFixed(2))
    ratios.fasttext_score = Number((scoreSpeed / peerScoreSpeed).toFixed(2))
  }
  console.log(JSON.stringify({ train_documents_s: Math.round(trainSpeed), score_mb_s: Number(scoreSpeed.toFixed(1)), ratios }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
