import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Peer, startPeer } from './peers/start-peer.ts'
import { median, readSourceCorpus } from './source-corpus.ts'

/**
 * Speed of training a text classifier and of scoring with it, on pieces of real source text and one thread, in CPU time so that other
 * programs on the machine count little; side by side with fastText if `test/bench/peers/install.mjs` has installed it. Both read the
 * same files, part the same words, have as many dimensions and buckets, and take sequences of two words; each has a process of its own,
 * whose memory counts, and after one round to warm up they take turns. Run it with `npm run bench -- classifier`; the last line is one
 * JSON object. Its ratios are of medians: fastText's seconds or bytes to those of the native classifier.
 */
const corpusBytes = 24 * 1024 * 1024
const fileBytes = 100 * 1024
const pieceWords = 700
const rounds = 3
const settings = { dimensions: 64, buckets: 2 ** 20, wordNgrams: 2, epochs: 3, learningRate: 0.5, threads: 1 }

type Piece = { text: string; label: number }

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

type Side = { peer: Peer; trainSeconds: number[]; scoreSeconds: number[]; probabilities: number[] }

function writeFiles(folder: string, training: readonly Piece[], scored: readonly Piece[]): string[] {
  const files = ['settings.json', 'training.txt', 'scored.txt'].map((name) => path.join(folder, name))
  const [settingsFile = '', trainingFile = '', scoredFile = ''] = files
  writeFileSync(settingsFile, JSON.stringify(settings))
  writeFileSync(trainingFile, training.map(({ text, label }) => `__label__${label} ${text}\n`).join(''))
  writeFileSync(scoredFile, scored.map(({ text }) => text).join('\n'))
  return files
}

/** The sides that can be started, after all their rounds. */
async function runRounds(peers: ReadonlyMap<string, Peer>): Promise<Map<string, Side>> {
  const sides = new Map<string, Side>()
  for (const [name, peer] of peers) sides.set(name, { peer, trainSeconds: [], scoreSeconds: [], probabilities: [] })
  for (let round = 0; round <= rounds; round++) {
    for (const side of sides.values()) {
      const trained = await side.peer.ask<{ seconds: number }>('train')
      const scored = await side.peer.ask<{ seconds: number; probabilities: number[] }>('score')
      side.probabilities = scored.probabilities
      if (round === 0) continue
      side.trainSeconds.push(trained.seconds)
      side.scoreSeconds.push(scored.seconds)
    }
  }
  return sides
}

function measureAccuracy(pieces: readonly Piece[], probabilities: ArrayLike<number>): string {
  const right = pieces.filter(({ label }, index) => (probabilities[index] ?? 0) > 0.5 === (label === 1)).length
  return `${((right / pieces.length) * 100).toFixed(1)} % right`
}

const pieces = readPieces()
const training = pieces.filter((_, index) => index % 5 !== 0)
const scored = pieces.filter((_, index) => index % 5 === 0)
const scoredBytes = scored.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
console.log(
  `${training.length} documents to train with, ${scored.length} to score (${(scoredBytes / 1e6).toFixed(1)} MB), ${pieces.filter(({ label }) => label === 1).length} of class 1`,
)
const folder = mkdtempSync(path.join(tmpdir(), 'classifier-bench-'))
await using stack = new AsyncDisposableStack()
stack.defer(() => rmSync(folder, { recursive: true, force: true }))
const files = writeFiles(folder, training, scored)
const peers = new Map<string, Peer>()
for (const [name, script] of [
  ['native', 'native-classifier.ts'],
  ['fasttext', 'classifier.py'],
] as const) {
  const peer = startPeer(script, [...files, path.join(folder, `${name}.model`)])
  if (peer !== undefined) peers.set(name, stack.use(peer))
}
const measures = new Map<string, { train: number; score: number; memory: number }>()
for (const [name, { peer, trainSeconds, scoreSeconds, probabilities }] of await runRounds(peers)) {
  const memory = (await peer.ask<{ bytes: number }>('memory')).bytes
  const [train, score] = [median(trainSeconds), median(scoreSeconds)]
  measures.set(name, { train, score, memory })
  console.log(
    `${name}: ${((training.length * settings.epochs) / train).toFixed(0)} documents/s trained, ${(scoredBytes / 1e6 / score).toFixed(1)} MB/s scored, ${measureAccuracy(scored, probabilities)}, ${(memory / 1e6).toFixed(0)} MB of memory`,
  )
}
const native = measures.get('native') ?? { train: 0, score: 0, memory: 0 }
const fastText = measures.get('fasttext')
const ratio = (other: number, own: number) => Number((other / own).toFixed(2))
console.log(
  JSON.stringify({
    train_documents_s: Math.round((training.length * settings.epochs) / native.train),
    score_mb_s: Number((scoredBytes / 1e6 / native.score).toFixed(1)),
    memory_bytes: native.memory,
    ratios:
      fastText === undefined
        ? {}
        : {
            fasttext_train: ratio(fastText.train, native.train),
            fasttext_score: ratio(fastText.score, native.score),
            fasttext_memory: ratio(fastText.memory, native.memory),
          },
  }),
)
