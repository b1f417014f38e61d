import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadModel, openInferenceProcess } from '../inference/inference-process.ts'

/**
 * How fast documents are scored by the model (the step `model-perplexity`), over the wire of the inference process, against the rate at which
 * llama.cpp's own `llama-bench` reads prompts of as many tokens with the same file, by turns in one run. Scoring also takes the probability of
 * every token, of all in the vocabulary. llama-bench is built as `generation.ts` says. The last line is one JSON object.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const { values } = parseArgs({
  options: {
    'llama-bench': { type: 'string' },
    model: { type: 'string', default: path.join(root, 'assets/models/codeshell-small.gguf') },
    rounds: { type: 'string', default: '5' },
    tokens: { type: 'string', default: '512' },
  },
})
const llamaBench = values['llama-bench']
if (!llamaBench) {
  console.error('usage: npm run bench -- scoring --llama-bench PATH [--model FILE] [--rounds 5] [--tokens 512]')
  process.exit(2)
}
const maxTokens = Number(values.tokens)
const textsPerRound = 12

/** Real files that have more tokens than are scored. */
function listTexts(): string[] {
  const folder = path.join(root, 'main/engine')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .filter((text) => text.length > maxTokens * 5)
}

await using opened = await openInferenceProcess()
const loaded = await loadModel(opened.client, path.resolve(values.model))
const texts = listTexts()
if (texts.length < textsPerRound)
  throw new Error(`There are ${texts.length} texts of ${maxTokens} tokens, and a round takes ${textsPerRound}.`)

/** Tokens a second. */
async function measureOurs(round: number): Promise<number> {
  const some = Array.from(
    { length: textsPerRound },
    (_, index) => texts[(round * textsPerRound + index) % texts.length] as string,
  )
  const startMs = performance.now()
  const scores = await opened.client.score({ texts: some, maxTokens })
  const seconds = (performance.now() - startMs) / 1000
  return scores.reduce((sum, score) => sum + (score.status === 'scored' ? score.scoredTokens : 0), 0) / seconds
}

function measureTheirs(threads: number): number {
  const options = ['-m', path.resolve(values.model), '-t', String(threads), '-r', '3', '-ngl', '0', '-o', 'json']
  const output = execFileSync(path.resolve(llamaBench as string), [...options, '-p', String(maxTokens), '-n', '0'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return median((JSON.parse(output) as { samples_ts: number[] }[]).flatMap(({ samples_ts }) => samples_ts))
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

const counts = [...new Set(loaded.calibration.map(({ threads }) => threads))]
const ours: number[] = []
const theirs = new Map<number, number[]>(counts.map((threads) => [threads, []]))
// The first call makes the context.
await measureOurs(0)
for (let round = 1; round <= Number(values.rounds); round++) {
  ours.push(await measureOurs(round))
  for (const [threads, speeds] of theirs) speeds.push(measureTheirs(threads))
}
const best = Math.max(...[...theirs.values()].map(median))
console.log(`${loaded.name}, texts of ${maxTokens} tokens, medians of ${values.rounds} rounds`)
console.log(`scored by us       ${median(ours).toFixed(0).padStart(8)} tokens/s`)
for (const [threads, speeds] of theirs) {
  console.log(`read, ${threads} threads    ${median(speeds).toFixed(0).padStart(8)} tokens/s`)
}
console.log(JSON.stringify({ score_ratio: Number((median(ours) / best).toFixed(3)) }))
