import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type NgramStructure, openNgramModel, trainNgramModel } from '#native'
import { runPeer } from './peers/run-peer.ts'
import { median, readSourceCorpus, toBatch } from './source-corpus.ts'

/**
 * Speed of training an n-gram model on words of source text with all processors, of scoring other text with it on one, and size of
 * the model. Beside it, on the same words and in the same run: KenLM's lmplz, build_binary and query from the folder
 * CODESHELL_KENLM, and KenLM's Python module from `peers/install.mjs`, each if it is there. Run it with
 * `node test/bench/ngram.ts`; the last line is one JSON object.
 */
const trainedBytes = 32 * 1024 * 1024
const scoredBytes = 8 * 1024 * 1024
const order = 5
const memoryBytes = 1024 ** 3
const rounds = 3

const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-ngram-'))
const file = (name: string) => path.join(folder, name)

/** One line of words for each line of source. */
function toWords(document: Uint8Array): string {
  const lines = Buffer.from(document).toString('utf8').split('\n')
  return lines.map((line) => `${(line.match(/\w+|[^\s\w]/gu) ?? []).join(' ')}\n`).join('')
}

function gatherTexts(): { trained: Buffer; scored: Buffer } {
  const texts: string[] = []
  let sizeBytes = 0
  let trainedCount = 0
  for (const document of readSourceCorpus(trainedBytes + scoredBytes)) {
    texts.push(toWords(document))
    sizeBytes += document.length
    if (sizeBytes <= trainedBytes) trainedCount = texts.length
  }
  return { trained: Buffer.from(texts.slice(0, trainedCount).join('')), scored: Buffer.from(texts.slice(trainedCount).join('')) }
}

async function timeTraining(trained: Buffer, structure: NgramStructure, arpaFile?: string) {
  const start = performance.now()
  const report = await trainNgramModel({
    documents: [toBatch([trained])],
    outputFile: file(structure),
    temporaryFolder: folder,
    order,
    structure,
    tokens: 'words',
    memoryBytes,
    ...(arpaFile === undefined ? {} : { arpaFile }),
  })
  return { report, seconds: (performance.now() - start) / 1000 }
}

/** CPU seconds, so that other work on the machine does not count. */
async function timeScoring(structure: NgramStructure, scored: Buffer) {
  using model = openNgramModel(file(structure))
  const batch = toBatch([scored])
  const start = process.cpuUsage()
  const [perplexity = 0, , , tokens = 0] = await model.score(batch, { threads: 1 })
  const { user, system } = process.cpuUsage(start)
  return { tokensPerSecond: tokens / ((user + system) / 1e6), perplexity }
}

type Kenlm = { trainSeconds: number[]; probing: KenlmQuery; trie: KenlmQuery }
type KenlmQuery = { bytes: number; tokensPerSecond: number; perplexity: number }

function runKenlm(name: string, args: readonly string[], input?: Buffer): string {
  const program = path.join(process.env.CODESHELL_KENLM ?? '', name)
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    ...(input === undefined ? {} : { input }),
  })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`, { cause: error })
  return stdout + stderr
}

function timeLmplz(): number {
  const start = performance.now()
  const temporary = `${folder}/`
  runKenlm('lmplz', ['-o', String(order), '-S', '1G', '-T', temporary, '--text', file('trained'), '--arpa', file('lmplz.arpa')])
  return (performance.now() - start) / 1000
}

function queryKenlm(args: readonly string[], name: string, scored: Buffer): KenlmQuery {
  runKenlm('build_binary', [...args, file('lmplz.arpa'), file(name)])
  const output = runKenlm('query', ['-v', 'summary', file(name)], scored)
  const figure = (pattern: RegExp) => Number(pattern.exec(output)?.[1])
  return {
    bytes: statSync(file(name)).size,
    tokensPerSecond: figure(/Tokens:\s*(\d+)/) / figure(/CPU:([\d.]+)/),
    perplexity: figure(/including OOVs:\s*([\d.]+)/),
  }
}

function ratio(ours: number | undefined, theirs: number | undefined): number | null {
  return ours === undefined || theirs === undefined ? null : Number((ours / theirs).toFixed(2))
}

async function run(): Promise<void> {
  const { trained, scored } = gatherTexts()
  writeFileSync(file('trained'), trained)
  writeFileSync(file('scored'), scored)
  const hasKenlm = process.env.CODESHELL_KENLM !== undefined
  const trainSpeeds: number[] = []
  const lmplzSeconds: number[] = []
  const trainSeconds: number[] = []
  let counts: readonly number[] = []
  const bytes = { probing: 0, trie: 0 }
  for (let round = 1; round <= rounds; round++) {
    const { report, seconds } = await timeTraining(trained, 'probing')
    counts = report.counts
    bytes.probing = report.modelBytes
    trainSeconds.push(seconds)
    trainSpeeds.push(report.tokenCount / seconds)
    if (hasKenlm) lmplzSeconds.push(timeLmplz())
    console.log(
      `round ${round}: ${report.tokenCount} tokens trained in ${seconds.toFixed(2)} s, lmplz in ${lmplzSeconds.at(-1)?.toFixed(2) ?? '-'} s`,
    )
  }
  bytes.trie = (await timeTraining(trained, 'trie', file('ours.arpa'))).report.modelBytes
  const gramCount = counts.reduce((sum, count) => sum + count, 0)

  const kenlm: Pick<Kenlm, 'probing' | 'trie'> | undefined = hasKenlm
    ? {
        probing: queryKenlm(['probing'], 'kenlm-probing', scored),
        trie: queryKenlm(['-q', '8', '-b', '8', '-a', '255', 'trie'], 'kenlm-trie', scored),
      }
    : undefined
  const speeds = { probing: [] as number[], trie: [] as number[] }
  const perplexities = { probing: 0, trie: 0 }
  for (let round = 0; round < rounds; round++) {
    for (const structure of ['probing', 'trie'] as const) {
      const { tokensPerSecond, perplexity } = await timeScoring(structure, scored)
      speeds[structure].push(tokensPerSecond)
      perplexities[structure] = perplexity
    }
  }
  for (const structure of ['probing', 'trie'] as const) {
    const peer = kenlm?.[structure]
    console.log(
      `${structure}: ${(median(speeds[structure]) / 1e6).toFixed(2)} M tokens/s, ${(bytes[structure] / gramCount).toFixed(2)} bytes per n-gram, perplexity ${perplexities[structure].toFixed(4)}` +
        (peer === undefined
          ? ''
          : `; KenLM: ${(peer.tokensPerSecond / 1e6).toFixed(2)} M tokens/s, ${(peer.bytes / gramCount).toFixed(2)} bytes, ${peer.perplexity.toFixed(4)}`),
    )
  }
  const module = runPeer('kenlm-query.py', [file('ours.arpa'), file('scored')]) as
    | { seconds: number; tokens: number; perplexity: number }
    | undefined
  if (module !== undefined) {
    console.log(
      `KenLM's Python module on our ARPA file: ${(module.tokens / module.seconds / 1e6).toFixed(2)} M tokens/s, perplexity ${module.perplexity.toFixed(4)}`,
    )
  }
  console.log(
    JSON.stringify({
      train_tokens_s: Math.round(median(trainSpeeds)),
      probing_tokens_s: Math.round(median(speeds.probing)),
      trie_tokens_s: Math.round(median(speeds.trie)),
      probing_bytes_per_ngram: Number((bytes.probing / gramCount).toFixed(2)),
      trie_bytes_per_ngram: Number((bytes.trie / gramCount).toFixed(2)),
      ratios: {
        train_lmplz: lmplzSeconds.length === 0 ? null : ratio(median(lmplzSeconds), median(trainSeconds)),
        probing_kenlm: ratio(median(speeds.probing), kenlm?.probing.tokensPerSecond),
        trie_kenlm: ratio(median(speeds.trie), kenlm?.trie.tokensPerSecond),
        probing_bytes_kenlm: ratio(bytes.probing, kenlm?.probing.bytes),
        trie_bytes_kenlm: ratio(bytes.trie, kenlm?.trie.bytes),
        probing_python: ratio(median(speeds.probing), module === undefined ? undefined : module.tokens / module.seconds),
      },
    }),
  )
}

try {
  await run()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
