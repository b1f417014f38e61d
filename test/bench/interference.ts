// Whether data work disturbs typing: the time to the first ghost text at fresh places while an import and an export run, against idle.
// `npm run bench -- interference [--documents N] [--places N]`. Idle and busy rounds take turns in one run, because a machine's speed drifts.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { CompletionRequest } from '#contracts/completion'
import { createEngine } from '#engine/engine'
import { createForkLauncher } from '#engine/platform/inference'
import { listInstalledFiles, pickPlaces } from './code-places.ts'

const { values: options } = parseArgs({
  options: { documents: { type: 'string', default: '60000' }, places: { type: 'string', default: '160' } },
})
const documentCount = Number(options.documents)
const placeCount = Number(options.places)
const rounds = 8

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-'))
const files = listInstalledFiles()
const engine = await createEngine({
  userDataFolder: path.join(folder, 'user'),
  bundledModelsFolder: path.join(root, 'assets/models'),
  sampleFile: path.join(root, 'assets/sample/sample.jsonl.zst'),
  host: { info: { kind: 'web', version: 'bench', platform: 'linux', dialogs: false }, pickPath: null, watchCommands: null },
  inference: createForkLauncher({ entry: path.join(root, 'main/inference/main.ts') }),
  log: { info() {}, warn() {}, error: (message, fields) => console.error(message, fields) },
})
try {
  await run()
} finally {
  await engine[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
}

async function run(): Promise<void> {
  const { client } = engine
  engine.loadInitialModel()
  for await (const state of await client.models.watch()) if (state.status === 'ready') break
  const code = writeCode()
  await client.dataset.createProject({ folder: path.join(folder, 'project'), name: 'Bench' })
  const { jobId } = await client.imports.start({ inputs: [{ location: { kind: 'folder', path: code } }] })
  await client.jobs.pause({ jobId })
  // No place twice: a suggestion that was computed once is remembered.
  const places = pickPlaces(files, placeCount * 2)
  // The first calls also load what later ones find loaded.
  for (const { request } of places.slice(0, 5)) await measureFirst(request)
  const times = { idle: [] as number[], busy: [] as number[] }
  for (let round = 0; round < rounds * 2; round++) {
    const side = round % 2 === 0 ? 'idle' : 'busy'
    await using _work = side === 'busy' ? await beginWork(jobId) : null
    const perRound = Math.ceil(placeCount / rounds)
    const first = round * perRound
    const measured: number[] = []
    for (const { request } of places.slice(first, first + perRound)) {
      const firstMs = await measureFirst(request)
      if (firstMs !== null) measured.push(firstMs)
    }
    times[side].push(...measured)
    console.log(`round ${round >> 1}, ${side}: ${measured.length} shown, median ${quantile(measured, 0.5).toFixed(0)} ms`)
  }
  const job = (await takeFirst(await client.jobs.watch())).find(({ id }) => id === jobId)
  console.log(`the import ${job?.state === 'done' ? 'ended too early' : 'went on to the end'}: ${job?.done} ${job?.unit}`)
  const [idle, busy] = [quantile(times.idle, 0.95), quantile(times.busy, 0.95)]
  console.log(
    JSON.stringify({ idle_p95_ms: round2(idle), busy_p95_ms: round2(busy), ratio: round2(busy / idle), imported: job?.done }),
  )
}

/** The import goes on, and one export follows the other, until it is disposed. */
async function beginWork(importId: number): Promise<AsyncDisposable> {
  const { client } = engine
  await client.jobs.resume({ jobId: importId })
  const stopping = new AbortController()
  const exporting = (async () => {
    while (!stopping.signal.aborted) {
      const { jobId } = await client.exports.start({
        target: path.join(folder, 'out.jsonl.zst'),
        format: 'jsonl.zst',
        which: 'all',
      })
      for await (const jobs of await client.jobs.watch()) {
        if (jobs.find(({ id }) => id === jobId)?.state !== 'running') break
        if (stopping.signal.aborted) await client.jobs.cancel({ jobId }).catch(() => undefined)
      }
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await client.jobs.pause({ jobId: importId })
      await exporting
    },
  }
}

/** Milliseconds until there is something to show; null when nothing was shown. */
async function measureFirst(request: CompletionRequest): Promise<number | null> {
  const startedAt = performance.now()
  for await (const event of await engine.client.completion.complete(request)) {
    if (event.text !== '') return performance.now() - startedAt
  }
  return null
}

/** Real files, each copy with a line of its own. */
function writeCode(): string {
  const texts = files.map(({ file }) => ({ extension: path.extname(file), text: readFileSync(file, 'utf8') }))
  const code = path.join(folder, 'code')
  for (let document = 0; document < documentCount; document++) {
    const { extension, text } = texts[document % texts.length] ?? { extension: '.py', text: '' }
    const inside = path.join(code, String(Math.floor(document / 1000)))
    if (document % 1000 === 0) mkdirSync(inside, { recursive: true })
    writeFileSync(path.join(inside, `${document}${extension}`), `${text.slice(0, 20_000)}\n# copy ${document}\n`)
  }
  return code
}

async function takeFirst<T>(stream: AsyncIterable<T>): Promise<T> {
  for await (const item of stream) return item
  throw new Error('A stream ended before its first item.')
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function round2(value: number): number {
  return Math.round(value * 100) / 100
}
