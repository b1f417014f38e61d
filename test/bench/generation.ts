import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { InferenceClient, InfillEvent } from '#contracts/inference'
import { loadModel, openInferenceProcess } from '../inference/inference-process.ts'

/**
 * How fast the inference process generates and reads, over its wire, against llama.cpp's own `llama-bench` on the same file, by turns
 * in one run: behind a prompt, as completion does, with as many tokens in llama-bench's KV cache, and behind a few tokens, where a
 * token costs the model least and what is lost around it weighs most. llama-bench may choose its number of threads among those that our calibration tried (or `--threads 1`, where other work
 * keeps the cores busy: threads that wait for each other are then many times slower on either side); the ratio is of the medians, so
 * 1 is as fast as llama.cpp alone. The last line is one JSON object.
 *
 * llama-bench of the same release is built outside the project:
 *
 *     git clone node_modules/node-llama-cpp/llama/gitRelease.bundle llama.cpp
 *     cmake -S llama.cpp -B llama.cpp/build -DGGML_NATIVE=OFF -DGGML_AVX512=ON -DGGML_AVX512_VNNI=ON -DLLAMA_CURL=OFF
 *     cmake --build llama.cpp/build --target llama-bench
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const { values } = parseArgs({
  options: {
    'llama-bench': { type: 'string' },
    model: { type: 'string', default: path.join(root, 'assets/models/codeshell-small.gguf') },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', multiple: true },
  },
})
const llamaBench = values['llama-bench']
if (!llamaBench) {
  console.error('usage: npm run bench -- generation --llama-bench PATH [--model FILE] [--rounds 5] [--threads N ...]')
  process.exit(2)
}
const rounds = Number(values.rounds)
const generatedTokens = 64

/** Tokens a second. */
interface Speed {
  generate: number
  prompt: number
}

/** Beginnings of real files, none like another, so that nothing of the one before is in the KV cache. */
function listBeginnings(): string[] {
  const folder = path.join(root, 'main/engine')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .filter((text) => text.length > 4_000)
}

interface OwnSpeed extends Speed {
  /** Tokens in the KV cache before the first generated one, on average. */
  depth: number
}

async function measureOurs(client: InferenceClient, nextPrefix: () => string): Promise<OwnSpeed> {
  const spent = { calls: 0, tokens: 0, ms: 0, depth: 0, promptTokens: 0, promptMs: 0 }
  while (spent.tokens < generatedTokens) {
    let end: Extract<InfillEvent, { type: 'end' }> | null = null
    for await (const event of await client.infill({ prefix: nextPrefix(), suffix: '', maxTokens: generatedTokens })) {
      if (event.type === 'end') end = event
    }
    if (!end) continue
    spent.calls++
    // The first token comes with the prompt; the one that ends the text is not among those generated, but is evaluated like them.
    spent.tokens += end.reason === 'end-token' ? end.generatedTokens : end.generatedTokens - 1
    spent.ms += end.generateMs
    spent.depth += end.promptTokens
    spent.promptTokens += end.promptTokens - end.reusedTokens
    spent.promptMs += end.promptMs
  }
  return {
    generate: (spent.tokens / spent.ms) * 1000,
    prompt: (spent.promptTokens / spent.promptMs) * 1000,
    depth: Math.round(spent.depth / spent.calls),
  }
}

/** Reads and generates apart: llama-bench would read its prompt at the depth, too. */
function measureTheirs(threads: number, depth: number): Speed {
  const run = (args: string[]): number => {
    const common = ['-m', path.resolve(values.model), '-t', String(threads), '-r', '3', '-ngl', '0', '-o', 'json']
    const output = execFileSync(path.resolve(llamaBench as string), [...common, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return median((JSON.parse(output) as { samples_ts: number[] }[]).flatMap(({ samples_ts }) => samples_ts))
  }
  return {
    generate: run(['-p', '0', '-n', String(generatedTokens), '-d', String(depth)]),
    prompt: run(['-p', String(depth), '-n', '0']),
  }
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

await using opened = await openInferenceProcess()
const loaded = await loadModel(opened.client, path.resolve(values.model))
const counts = values.threads?.map(Number) ?? loaded.calibration.map(({ threads }) => threads)
const beginnings = listBeginnings()
console.log(`${loaded.name}, medians of ${rounds} rounds`)

/** The ratios of ours to the best of llama-bench's for prompts of `characters`. */
async function compare(characters: number): Promise<Speed> {
  let next = 0
  const nextPrefix = () => `${(beginnings[next++ % beginnings.length] ?? '').slice(0, characters)}\n`
  const { depth } = await measureOurs(opened.client, nextPrefix)
  const ours: Speed[] = []
  const theirs = new Map<number, Speed[]>(counts.map((threads) => [threads, []]))
  for (let round = 0; round < rounds; round++) {
    ours.push(await measureOurs(opened.client, nextPrefix))
    for (const [threads, speeds] of theirs) speeds.push(measureTheirs(threads, depth))
  }
  const medianOf = (speeds: Speed[], key: keyof Speed) => median(speeds.map((speed) => speed[key]))
  const print = (name: string, speeds: Speed[]) =>
    console.log(
      `${name.padEnd(28)} ${medianOf(speeds, 'generate').toFixed(0).padStart(8)} generated/s ${medianOf(speeds, 'prompt').toFixed(0).padStart(8)} read/s`,
    )
  console.log(`behind ${depth} tokens`)
  print(`ours, ${loaded.threads.generating} and ${loaded.threads.reading} threads`, ours)
  for (const [threads, speeds] of theirs) print(`llama-bench, ${threads} threads`, speeds)
  const ratio = (key: keyof Speed) => {
    const best = Math.max(...[...theirs.values()].map((speeds) => medianOf(speeds, key)))
    return Number((medianOf(ours, key) / best).toFixed(3))
  }
  return { generate: ratio('generate'), prompt: ratio('prompt') }
}

const behindPrompt = await compare(3_000)
const behindFew = await compare(24)
console.log(
  JSON.stringify({
    generate_ratio: behindPrompt.generate,
    prompt_ratio: behindPrompt.prompt,
    generate_ratio_behind_few: behindFew.generate,
  }),
)
