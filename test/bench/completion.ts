// How often the bundled model has something to show on real code, how often that begins as the file goes on, and what it costs: at a
// fresh place, after a typed character, and while typing along a suggestion. `npm run bench -- completion [PLACES]
// [--llama-server PATH]` measures llama.cpp's own server beside it. The last line is one JSON object; times are medians.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { CompletionEvent, CompletionRequest } from '#contracts/completion'
import type { InferenceClient } from '#contracts/inference'
import { createCompletion } from '#engine/completion/completion'
import { createModels } from '#engine/models/models'
import { createForkLauncher } from '#engine/platform/inference'
import { beginsAsFile, type CodePlace, listInstalledFiles, pickPlaces } from './code-places.ts'
import { type LlamaServer, startLlamaServer } from './peers/llama-server.ts'

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { 'llama-server': { type: 'string' } },
})
const placeCount = Number(positionals[0] ?? 120)
const typedCharacters = 8
/** Lines around the cursor that both sides are given when they are compared, as llama.cpp's editor plugin sends them. */
const comparedLines = { before: 256, after: 64 }

const root = fileURLToPath(new URL('../..', import.meta.url))
const userDataFolder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-'))
const models = createModels({
  userDataFolder,
  bundledModelsFolder: path.join(root, 'assets/models'),
  inference: createForkLauncher({ entry: path.join(root, 'main/inference/main.ts') }),
  log: { info() {}, warn() {}, error() {} },
  version: 'bench',
})
await models.loadInitialModel()
const state = models.state.get()
if (state.status !== 'ready') throw new Error(`The bundled model is not loaded: ${JSON.stringify(state)}`)
const { model } = state
let modelCalls = 0
const completion = createCompletion({
  models: {
    state: models.state,
    getClient() {
      modelCalls++
      return models.getClient()
    },
  },
  settings: { get: () => ({ completion: { enabled: true, lines: 'auto', debounceMs: 0, disabledLanguages: [] } }) },
})

async function complete(request: CompletionRequest) {
  const startedAt = performance.now()
  let firstMs: number | null = null
  let last: CompletionEvent | null = null
  for await (const event of completion.complete(request)) {
    if (event.text !== '') firstMs ??= performance.now() - startedAt
    last = event
  }
  if (last?.type !== 'end') throw new Error('A suggestion ended without its end.')
  return { ...last, firstMs, totalMs: performance.now() - startedAt }
}

async function typeAlong(request: CompletionRequest, text: string): Promise<number[]> {
  const timesMs: number[] = []
  for (let length = 1; length <= Math.min(typedCharacters, text.length - 1); length++) {
    const { totalMs, outcome } = await complete({ ...request, prefix: request.prefix + text.slice(0, length) })
    if (outcome === 'shown') timesMs.push(totalMs)
  }
  return timesMs
}

/** Milliseconds until the first new token, by whoever writes it. */
type MeasureFirst = (text: { prefix: string; suffix: string }) => Promise<number>

async function measureOurs(client: InferenceClient, text: { prefix: string; suffix: string }): Promise<number> {
  const startedAt = performance.now()
  let firstMs = Number.NaN
  for await (const event of await client.infill({ ...text, maxTokens: 1 })) {
    if (event.type === 'tokens' || event.type === 'end') {
      firstMs = performance.now() - startedAt
      break
    }
  }
  return firstMs
}

/** A new place, and then the character that the file has there. */
async function measurePlace({ request, truth }: CodePlace, measure: MeasureFirst): Promise<{ fresh: number; typed: number }> {
  const prefix = request.prefix.split('\n').slice(-comparedLines.before).join('\n')
  const suffix = request.suffix.split('\n').slice(0, comparedLines.after).join('\n')
  const fresh = await measure({ prefix, suffix })
  return { fresh, typed: await measure({ prefix: prefix + truth.slice(0, 1), suffix }) }
}

async function compare(places: readonly CodePlace[], server: LlamaServer | null) {
  const client = await models.getClient()
  const ours: MeasureFirst = (text) => measureOurs(client, text)
  const times = { ours: [] as { fresh: number; typed: number }[], server: [] as { fresh: number; typed: number }[] }
  for (const [index, place] of places.entries()) {
    // Whoever comes second finds a warmer machine, so they take turns.
    for (const side of index % 2 === 0 ? (['ours', 'server'] as const) : (['server', 'ours'] as const)) {
      const measure = side === 'ours' ? ours : server?.measureFirst
      if (measure) times[side].push(await measurePlace(place, measure))
    }
  }
  return times
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const round = (value: number) => Math.round(value * 100) / 100
const p50 = (values: readonly number[]) => round(quantile(values, 0.5))

const places = pickPlaces(listInstalledFiles(), placeCount)
const results: (Awaited<ReturnType<typeof complete>> & { place: CodePlace })[] = []
const typedMs: number[] = []
let typedModelCalls = 0
for (const place of places) {
  const result = await complete(place.request)
  results.push({ ...result, place })
  const callsBefore = modelCalls
  if (result.outcome === 'shown') typedMs.push(...(await typeAlong(place.request, result.text)))
  typedModelCalls += modelCalls - callsBefore
}

const rightShares = new Map<CodePlace['kind'], number>()
for (const [kind, group] of Map.groupBy(results, ({ place }) => place.kind)) {
  const shown = group.filter(({ outcome }) => outcome === 'shown')
  const right = shown.filter(({ text, place }) => beginsAsFile(text, place))
  rightShares.set(kind, right.length / shown.length)
  console.log(`${kind}: ${group.length} places`)
  console.table(
    Object.fromEntries(
      [...Map.groupBy(group, ({ outcome }) => outcome)].map(([outcome, { length }]) => [outcome, { places: length }]),
    ),
  )
  console.log(
    `shown ${round(shown.length / group.length)}, of these ${round(right.length / shown.length)} begin as the file goes on, ` +
      `${shown.filter(({ text }) => text.includes('\n')).length} have several lines`,
  )
}

const server = options['llama-server'] ? await startLlamaServer(options['llama-server'], model) : null
const times = await compare(places, server)
await server?.[Symbol.asyncDispose]()
const shown = results.filter(({ outcome }) => outcome === 'shown')
const ratioTo = (which: 'fresh' | 'typed') =>
  round(
    quantile(
      times.ours.map((time) => time[which]),
      0.5,
    ) /
      quantile(
        times.server.map((time) => time[which]),
        0.5,
      ),
  )
console.log(
  JSON.stringify({
    model: model.name,
    prompt_window: model.promptWindow,
    shown_share: round(shown.length / results.length),
    right_start_share: round(rightShares.get('inside a line') ?? Number.NaN),
    right_start_share_empty_line: round(rightShares.get('empty line') ?? Number.NaN),
    fresh_first_token_p50_ms: p50(times.ours.map(({ fresh }) => fresh)),
    typed_first_token_p50_ms: p50(times.ours.map(({ typed }) => typed)),
    first_text_p50_ms: p50(shown.map(({ firstMs }) => firstMs ?? Number.NaN)),
    total_p50_ms: p50(results.map(({ totalMs }) => totalMs)),
    typed_along_p50_ms: p50(typedMs),
    typed_along_model_calls: typedModelCalls,
    ...(server && {
      server_fresh_first_token_p50_ms: p50(times.server.map(({ fresh }) => fresh)),
      server_typed_first_token_p50_ms: p50(times.server.map(({ typed }) => typed)),
      ratios: { fresh: ratioTo('fresh'), typed: ratioTo('typed') },
    }),
  }),
)
await completion[Symbol.asyncDispose]()
await models[Symbol.asyncDispose]()
rmSync(userDataFolder, { recursive: true })
