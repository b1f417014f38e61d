// Whether data work disturbs typing: the time to the first ghost text at fresh places while an import and an export run, against idle.
// `npm run bench -- interference [--documents N] [--places N] [--rounds N]`. The server runs from the bundle that people run. Idle and busy
// rounds take turns in one run, because a machine's speed drifts; a busy one is measured once its work has come under way.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { CompletionRequest } from '#contracts/completion'
import type { Job } from '#contracts/jobs'
import { startServer } from '../e2e/browser-workbench.ts'
import { connectToServer } from '../support/server-client.ts'
import { listInstalledFiles, pickPlaces } from './code-places.ts'

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '150000' },
    places: { type: 'string', default: '160' },
    rounds: { type: 'string', default: '8' },
  },
})
const documentCount = Number(options.documents)
const rounds = Number(options.rounds)
const placesPerRound = Math.ceil(Number(options.places) / rounds)

const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-'))
const files = listInstalledFiles()
await using server = await startServer({ userDataFolder: path.join(folder, 'user') })
const { client, ...connection } = await connectToServer(server.address)
try {
  await run()
} finally {
  connection.close()
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
}

async function run(): Promise<void> {
  for await (const state of await client.models.watch()) if (state.status === 'ready') break
  const code = writeCode()
  await client.dataset.createProject({ folder: path.join(folder, 'project'), name: 'Bench' })
  const { jobId } = await client.imports.start({ inputs: [{ location: { kind: 'folder', path: code } }] })
  await waitForJob(jobId, ({ done }) => done > 0)
  await client.jobs.pause({ jobId })
  // No place twice: a suggestion that was computed once is remembered.
  const places = pickPlaces(files, placesPerRound * rounds * 2)
  // The first calls also load what later ones find loaded.
  for (const { request } of places.slice(0, 5)) await measureFirst(request)
  const times = { idle: [] as number[], busy: [] as number[] }
  for (let round = 0; round < rounds * 2; round++) {
    const side = round % 2 === 0 ? 'idle' : 'busy'
    await using _work = side === 'busy' ? await beginWork(jobId) : null
    const first = round * placesPerRound
    const measured: number[] = []
    for (const { request } of places.slice(first, first + placesPerRound)) {
      const firstMs = await measureFirst(request)
      if (firstMs !== null) measured.push(firstMs)
    }
    times[side].push(...measured)
    const [median, p95] = [0.5, 0.95].map((share) => quantile(measured, share).toFixed(0))
    console.log(
      `round ${round >> 1}, ${side}: ${measured.length} shown, median ${median} ms, p95 ${p95} ms, load ${loadavg()[0]}`,
    )
  }
  const job = await waitForJob(jobId, () => true)
  console.log(`the import ${job.state === 'done' ? 'ended too early' : 'went on to the end'}: ${job.done} ${job.unit}`)
  const [idle, busy] = [quantile(times.idle, 0.95), quantile(times.busy, 0.95)]
  console.log(
    JSON.stringify({
      ...{ idle_p95_ms: round2(idle), busy_p95_ms: round2(busy), ratio: round2(busy / idle) },
      median_ratio: round2(quantile(times.busy, 0.5) / quantile(times.idle, 0.5)),
      imported: job.done,
    }),
  )
}

/** The import goes on, and one export follows the other, until it is disposed. */
async function beginWork(importId: number): Promise<AsyncDisposable> {
  const before = await waitForJob(importId, () => true)
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
  await waitForJob(importId, ({ done, state }) => done > before.done || state !== 'running')
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await exporting
      const { state } = await waitForJob(importId, () => true)
      if (state !== 'running') throw new Error(`The import is ${state}: it needs more documents.`)
      await client.jobs.pause({ jobId: importId })
    },
  }
}

async function waitForJob(jobId: number, isReached: (job: Job) => boolean): Promise<Job> {
  for await (const jobs of await client.jobs.watch()) {
    const job = jobs.find(({ id }) => id === jobId)
    if (job && isReached(job)) return job
    if (job?.state === 'failed') throw new Error(`The job ${jobId} failed: ${job.failure}`)
  }
  throw new Error(`The job ${jobId} was not followed to the end.`)
}

/** Milliseconds until there is something to show; null when nothing was shown. */
async function measureFirst(request: CompletionRequest): Promise<number | null> {
  const startedAt = performance.now()
  for await (const event of await client.completion.complete(request)) {
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

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function round2(value: number): number {
  return Math.round(value * 100) / 100
}
