import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { trainNgramModel } from '#native'
import { createRowGenerator } from './code-rows.ts'
import { startPeer } from './peers/start-peer.ts'
import { median, toBatch } from './source-corpus.ts'
import { toWordLines } from './word-lines.ts'

/** Medians of the rounds, all documents at a time; memory with the run-time of the language. */
export interface StepMeasures {
  cpuSeconds: number
  wallSeconds: number
  memoryBytes: number
  /** The mean of the first signal or the number of pairs, and what the peer counts of the kind. */
  result: unknown
}

export interface StepComparison {
  kind: string
  peer: string
  megabytes: number
  ours: StepMeasures
  theirs: StepMeasures
}

interface Comparison {
  kind: string
  peer: string
  /** Of ours and of the peer, which gets both. */
  settings?(context: Context): Promise<{ step: object; peer?: object }>
  /** What is run over; default the documents as they are. */
  toText?(text: string): string
}

interface Context {
  readonly folder: string
  readonly texts: readonly string[]
  /** Documents that are not among them. */
  readonly others: readonly string[]
}

/**
 * Text of HTML is left out: other programs leave out what surrounds the main part of a page, which is another task. So are syntax and
 * quality, whose peers `npm run bench -- syntax` and `classifier` have.
 */
const comparisons: readonly Comparison[] = [
  { kind: 'exact-duplicates', peer: "Data-Juicer's document_deduplicator" },
  {
    kind: 'near-duplicates',
    peer: "datatrove's MinHash, signatures alone",
    settings: async () => ({
      step: { shingle_length: 5, permutations: 14 * 8, bands: 14, rows: 8 },
      peer: { n_grams: 5, num_buckets: 14, hashes_per_bucket: 8 },
    }),
  },
  { kind: 'statistics', peer: "datatrove's GopherRepetitionFilter" },
  { kind: 'repetition', peer: "Data-Juicer's filters of repetition and words" },
  {
    kind: 'personal-data',
    peer: "datatrove's PIIFormatter",
    // It knows none.
    settings: async () => ({ step: { phone_numbers: false } }),
  },
  { kind: 'secrets', peer: 'detect-secrets, its own rules' },
  { kind: 'contamination', peer: "datatrove's NGramsDecontFilter", settings: makeBenchmark },
  { kind: 'perplexity', peer: 'KenLM, the same ARPA file', settings: trainModel, toText: toWordLines },
]

/** Entries of a benchmark, as many as HumanEval has. */
const benchmarkEntries = 164

/** Lines of files that are not among the documents, but are of the same kind. */
async function makeBenchmark({ folder, others }: Context): Promise<{ step: object }> {
  const file = path.join(folder, 'benchmark.jsonl')
  const entries = others.slice(0, benchmarkEntries).map((text, number) => {
    const lines = text.split('\n')
    const [prompt, canonical_solution] = [lines.slice(0, 8).join('\n'), lines.slice(8, 24).join('\n')]
    return JSON.stringify({ task_id: `Bench/${number}`, prompt, canonical_solution, test: '' })
  })
  writeFileSync(file, `${entries.join('\n')}\n`)
  return { step: { benchmarks: [file], ngram: 10 } }
}

async function trainModel({ folder, others }: Context): Promise<{ step: object }> {
  const arpaFile = path.join(folder, 'model.arpa')
  const documents = [toBatch(others.map((text) => Buffer.from(toWordLines(text))))]
  const [outputFile, temporaryFolder] = [path.join(folder, 'model.ngram'), folder]
  await trainNgramModel({ documents, outputFile, temporaryFolder, tokens: 'words', arpaFile })
  return { step: { model: arpaFile, model_tokens: 'words' } }
}

/**
 * Each step beside another program that does the same, on one core, the documents in memory and everything loaded: a round to warm up, then
 * `rounds` in which they take turns. Without the environment of `peers/install.mjs` there are none.
 */
export async function compareSteps(options: {
  folder: string
  kinds: readonly string[]
  documents: number
  rounds: number
}): Promise<StepComparison[]> {
  const makeRow = createRowGenerator()
  const all = Array.from({ length: 2 * options.documents }, (_, number) => makeRow(toSource(number)).content)
  const [texts, others] = [all.slice(0, options.documents), all.slice(options.documents)]
  const found: StepComparison[] = []
  for (const comparison of comparisons.filter(({ kind }) => options.kinds.includes(kind))) {
    const folder = path.join(options.folder, comparison.kind)
    mkdirSync(folder)
    const compared = await compareStep(comparison, { folder, texts, others }, options.rounds)
    if (compared) found.push(compared)
  }
  return found
}

/** One in ten is an exact copy. */
function toSource(number: number): number {
  return number % 10 === 9 ? number - 5 : number
}

interface Answer {
  cpuSeconds: number
  wallSeconds: number
  result: unknown
}

async function compareStep(
  { kind, peer, settings, toText = (text) => text }: Comparison,
  context: Context,
  rounds: number,
): Promise<StepComparison | undefined> {
  const texts = context.texts.map(toText)
  const [textsFile, settingsFile] = [path.join(context.folder, 'texts.jsonl'), path.join(context.folder, 'settings.json')]
  writeFileSync(textsFile, texts.map((text) => `${JSON.stringify(text)}\n`).join(''))
  writeFileSync(settingsFile, JSON.stringify((await settings?.(context)) ?? {}))
  await using stack = new AsyncDisposableStack()
  const sides = ['curation-step.ts', 'curation-steps.py'].flatMap((script) => {
    const side = startPeer(script, [kind, textsFile, settingsFile])
    return side ? [{ side: stack.use(side), answers: [] as Answer[] }] : []
  })
  const [ours, theirs] = sides
  if (!ours || !theirs) return undefined
  for (let round = 0; round <= rounds; round++) {
    // Not always the same one after the same other.
    for (const { side, answers } of round % 2 === 0 ? sides : sides.toReversed()) {
      const answer = await side.ask<Answer>('run')
      if (round > 0) answers.push(answer)
    }
  }
  const measure = async ({ side, answers }: typeof ours): Promise<StepMeasures> => ({
    cpuSeconds: median(answers.map(({ cpuSeconds }) => cpuSeconds)),
    wallSeconds: median(answers.map(({ wallSeconds }) => wallSeconds)),
    memoryBytes: (await side.ask<{ bytes: number }>('memory')).bytes,
    result: answers.at(-1)?.result,
  })
  const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6
  return { kind, peer, megabytes, ours: await measure(ours), theirs: await measure(theirs) }
}
