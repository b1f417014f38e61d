import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openNgramModel } from '#native'
import { runPeer } from './peers/run-peer.ts'
import { median, readSourceCorpus, toBatch } from './source-corpus.ts'
import { toWordLines } from './word-lines.ts'

/**
 * An n-gram model of words of source text beside KenLM's lmplz, build_binary and query from the folder CODESHELL_KENLM and KenLM's
 * Python module from `peers/install.mjs`, each if it is there. Training is a program on either side, text file in and ARPA file out,
 * with the same memory given; ours writes its model file, too. Scoring is a text in memory or on standard input on one thread,
 * cutting it into words included, loading left out. One round each to warm up, then in turns; figures are medians of CPU
 * seconds for scoring, of wall seconds for training. The last line is one JSON object.
 */
const trainedBytes = 48 * 1024 * 1024
const scoredBytes = 8 * 1024 * 1024
const order = 5
const budgets = [512 * 1024 * 1024, 64 * 1024 * 1024]
const rounds = 3
const structures = ['probing', 'trie'] as const
type Structure = (typeof structures)[number]

const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-ngram-'))
const file = (name: string) => path.join(folder, name)
const kenlmFolder = process.env.CODESHELL_KENLM

/** Two texts of the sizes in the file's constants. */
function gatherTexts(): { trained: Buffer; scored: Buffer } {
  const parts: Record<'trained' | 'scored', Buffer[]> = { trained: [], scored: [] }
  const sizes = { trained: 0, scored: 0 }
  for (const document of readSourceCorpus(Number.POSITIVE_INFINITY)) {
    const name = sizes.trained < trainedBytes ? 'trained' : 'scored'
    const words = Buffer.from(toWordLines(Buffer.from(document).toString('utf8')))
    parts[name].push(words)
    sizes[name] += words.length
    if (sizes.scored >= scoredBytes) break
  }
  return { trained: Buffer.concat(parts.trained), scored: Buffer.concat(parts.scored) }
}

function run(program: string, args: readonly string[], input?: Buffer): { output: string; seconds: number } {
  const start = performance.now()
  // Linux hands a process's peak of memory on to the program that it becomes; a shell in between starts from little.
  const shell = ['-c', '"$@"; exit $?', 'sh', program, ...args]
  const { status, stdout, stderr, error } = spawnSync('sh', shell, {
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    input: input ?? Buffer.alloc(0),
  })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`, { cause: error })
  return { output: stdout + stderr, seconds: (performance.now() - start) / 1000 }
}

const runKenlm = (name: string, args: readonly string[], input?: Buffer) => run(path.join(kenlmFolder ?? '', name), args, input)

interface Training {
  seconds: number
  maxRssBytes: number
}

function trainOurs(structure: Structure, memoryBytes: number): Training & { counts: number[]; bytes: number; tokens: number } {
  const program = fileURLToPath(new URL('ngram-train.ts', import.meta.url))
  const args = [program, file('text'), file('ours.arpa'), file(structure), structure, String(order), String(memoryBytes)]
  const { output, seconds } = run(process.execPath, args)
  return { ...JSON.parse(output.trim().split('\n').at(-1) ?? ''), seconds }
}

function trainTheirs(memoryBytes: number): Training {
  // A number alone would count kibibytes.
  const budget = ['-S', `${memoryBytes}b`]
  const { output, seconds } = runKenlm('lmplz', [
    ...[
      '-o',
      String(order),
      '--discount_fallback',
      ...budget,
      '-T',
      `${folder}/`,
      '--text',
      file('text'),
      '--arpa',
      file('theirs.arpa'),
    ],
  ])
  return { seconds, maxRssBytes: Number(/RSSMax:(\d+) kB/.exec(output)?.[1]) * 1024 }
}

async function scoreOurs(structure: Structure, scored: Buffer) {
  using model = openNgramModel(file(structure))
  const batch = toBatch([scored])
  const start = process.cpuUsage()
  const [perplexity = 0, , , tokens = 0] = await model.score(batch, { threads: 1 })
  const { user, system } = process.cpuUsage(start)
  return { tokensPerSecond: tokens / ((user + system) / 1e6), perplexity }
}

/** CPU seconds of `query` on the text beyond those on an empty one. */
function scoreTheirs(name: string, scored: Buffer) {
  const query = (input: Buffer) => {
    const { output } = runKenlm('query', ['-v', 'summary', file(name)], input)
    const figure = (pattern: RegExp) => Number(pattern.exec(output)?.[1])
    return {
      seconds: figure(/CPU:([\d.]+)/),
      tokens: figure(/Tokens:\s*(\d+)/),
      perplexity: figure(/including OOVs:\s*([\d.]+)/),
    }
  }
  const whole = query(scored)
  const empty = query(Buffer.from('\n'))
  return { tokensPerSecond: whole.tokens / (whole.seconds - empty.seconds), perplexity: whole.perplexity }
}

const round2 = (value: number) => Math.round(value * 100) / 100
const ratio = (ours: number, theirs: number | undefined) => (theirs === undefined ? null : round2(ours / theirs))
const medianOf = <T>(items: readonly T[], pick: (item: T) => number) => median(items.map(pick))

async function bench(): Promise<void> {
  const { trained, scored } = gatherTexts()
  writeFileSync(file('text'), trained)
  console.log(`${(trained.length / 1e6).toFixed(0)} MB to train on, ${(scored.length / 1e6).toFixed(0)} MB to score`)

  const trainings: Record<string, unknown> = {}
  let trainRatio: number | null = null
  let last = trainOurs('probing', budgets[0] ?? 0)
  for (const memoryBytes of budgets) {
    const ours: Training[] = []
    const theirs: Training[] = []
    for (let round = 0; round <= rounds; round++) {
      last = trainOurs('probing', memoryBytes)
      const peer = kenlmFolder === undefined ? undefined : trainTheirs(memoryBytes)
      // The first round warms the file cache up.
      if (round === 0) continue
      ours.push(last)
      if (peer) theirs.push(peer)
    }
    const peerSeconds = theirs.length === 0 ? undefined : medianOf(theirs, ({ seconds }) => seconds)
    const speedup = peerSeconds === undefined ? null : round2(peerSeconds / medianOf(ours, ({ seconds }) => seconds))
    trainRatio ??= speedup
    trainings[`${memoryBytes / 1024 / 1024} MiB`] = {
      seconds: round2(medianOf(ours, ({ seconds }) => seconds)),
      max_rss_mb: Math.round(medianOf(ours, ({ maxRssBytes }) => maxRssBytes) / 1e6),
      lmplz_seconds: peerSeconds === undefined ? null : round2(peerSeconds),
      lmplz_max_rss_mb: theirs.length === 0 ? null : Math.round(medianOf(theirs, ({ maxRssBytes }) => maxRssBytes) / 1e6),
      times_faster: speedup,
    }
  }
  console.table(trainings)
  const probingBytes = last.bytes
  const trie = trainOurs('trie', budgets[0] ?? 0)
  const gramCount = last.counts.reduce((sum, count) => sum + count, 0)

  const ratios: Record<string, number | null> = { train_lmplz: trainRatio }
  const scores: Record<string, unknown> = {}
  for (const structure of structures) {
    const args = structure === 'probing' ? ['probing'] : ['-q', '8', '-b', '8', '-a', '255', 'trie']
    if (kenlmFolder !== undefined) runKenlm('build_binary', [...args, file('theirs.arpa'), file(`theirs-${structure}`)])
    const ours: Awaited<ReturnType<typeof scoreOurs>>[] = []
    const theirs: ReturnType<typeof scoreTheirs>[] = []
    for (let round = 0; round <= rounds; round++) {
      const mine = await scoreOurs(structure, scored)
      const peer = kenlmFolder === undefined ? undefined : scoreTheirs(`theirs-${structure}`, scored)
      if (round === 0) continue
      ours.push(mine)
      if (peer) theirs.push(peer)
    }
    const speed = medianOf(ours, ({ tokensPerSecond }) => tokensPerSecond)
    const peerSpeed = theirs.length === 0 ? undefined : medianOf(theirs, ({ tokensPerSecond }) => tokensPerSecond)
    const bytes = structure === 'probing' ? probingBytes : trie.bytes
    const peerBytes = kenlmFolder === undefined ? undefined : statSync(file(`theirs-${structure}`)).size
    ratios[`${structure}_query_kenlm`] = ratio(speed, peerSpeed)
    ratios[`${structure}_bytes_kenlm`] = ratio(bytes, peerBytes)
    scores[structure] = {
      m_tokens_s: round2(speed / 1e6),
      kenlm_m_tokens_s: peerSpeed === undefined ? null : round2(peerSpeed / 1e6),
      bytes_per_ngram: round2(bytes / gramCount),
      kenlm_bytes_per_ngram: peerBytes === undefined ? null : round2(peerBytes / gramCount),
      perplexity: ours.at(-1)?.perplexity,
      kenlm_perplexity: theirs.at(-1)?.perplexity ?? null,
    }
  }
  console.table(scores)
  writeFileSync(file('scored'), scored)
  const module = runPeer('kenlm-query.py', [file('ours.arpa'), file('scored')]) as { perplexity: number } | undefined
  if (module !== undefined) console.log(`KenLM's Python module on our ARPA file: perplexity ${module.perplexity.toFixed(4)}`)
  console.log(JSON.stringify({ ngrams: gramCount, trained_tokens: last.tokens, training: trainings, scoring: scores, ratios }))
}

try {
  await bench()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
