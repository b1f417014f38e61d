import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompletionEvent, CompletionRequest } from '#contracts/completion'
import { createCompletion } from '#engine/completion/completion'
import { createModels } from '#engine/models/models'
import { createForkLauncher } from '#engine/platform/inference'

/**
 * How often the bundled model has something to show on real code, how long that takes, and what typing along costs. Each case is
 * a place that the model has not seen before, so nothing is in the KV cache. The last line is one JSON object.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const caseCount = Number(process.argv[2] ?? 150)
const typedCharacters = 8
type Kind = 'inside a line' | 'empty line'
interface Case {
  readonly kind: Kind
  readonly request: CompletionRequest
  readonly truth: string
}

function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function findFiles(): { file: string; language: string }[] {
  const list = (folder: string, extension: string, language: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(extension))
      .sort()
      .map((name) => ({ file: path.join(folder, name), language }))
  const modules = path.join(root, 'node_modules')
  const python = execFileSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'], { encoding: 'utf8' })
  return [
    ...list(path.join(modules, 'react/cjs'), 'development.js', 'javascript'),
    ...list(path.join(modules, 'ws/lib'), '.js', 'javascript'),
    ...list(python.trim(), '.py', 'python'),
  ]
}

/** Places where a person types: in a line whose rest is not written yet, or on a new line. */
function pickCases(): Case[] {
  const random = createRandom(1)
  const below = (limit: number) => Math.floor(random() * limit)
  const files = findFiles()
  const byLanguage = [...Map.groupBy(files, ({ language }) => language).values()]
  const cases: Case[] = []
  while (cases.length < caseCount) {
    const group = byLanguage[cases.length % byLanguage.length] ?? files
    const { file, language } = group[below(group.length)] ?? { file: '', language: '' }
    const lines = readFileSync(file, 'utf8').split('\n')
    const row = below(lines.length)
    const line = lines[row] ?? ''
    const indentation = line.length - line.trimStart().length
    if (row < 5 || line.trim().length < 6) continue
    const kind: Kind = cases.length % 3 === 2 ? 'empty line' : 'inside a line'
    const column = kind === 'empty line' ? indentation : indentation + 1 + below(line.length - indentation - 2)
    const prefix = [...lines.slice(0, row), line.slice(0, column)].join('\n')
    const suffix = `\n${lines.slice(row + 1).join('\n')}`
    cases.push({
      kind,
      truth: line.slice(column),
      request: { path: file, language, prefix, suffix, trigger: 'automatic', lines: 'auto' },
    })
  }
  return cases
}

const userDataFolder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-'))
const models = createModels({
  userDataFolder,
  bundledModelsFolder: path.join(root, 'assets/models'),
  inference: createForkLauncher({ entry: path.join(root, 'main/inference/main.ts') }),
  log: { info() {}, warn() {}, error() {} },
  version: 'bench',
})
await models.loadInitialModel()
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

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const results: (Awaited<ReturnType<typeof complete>> & { kind: Kind; truth: string })[] = []
const typedMs: number[] = []
let typedModelCalls = 0
for (const { kind, request, truth } of pickCases()) {
  const result = await complete(request)
  results.push({ ...result, kind, truth })
  const callsBefore = modelCalls
  if (result.outcome === 'shown') typedMs.push(...(await typeAlong(request, result.text)))
  typedModelCalls += modelCalls - callsBefore
}

const round = (value: number) => Math.round(value * 100) / 100
for (const [kind, group] of Map.groupBy(results, (result) => result.kind)) {
  const shown = group.filter(({ outcome }) => outcome === 'shown')
  const agreeing = shown.filter(({ text, truth }) => text.slice(0, 3) === truth.slice(0, Math.min(3, text.length)))
  console.log(`${kind}: ${group.length} places`)
  console.table(
    Object.fromEntries(
      [...Map.groupBy(group, ({ outcome }) => outcome)].map(([outcome, { length }]) => [outcome, { places: length }]),
    ),
  )
  console.log(
    `shown ${round(shown.length / group.length)}, of these ${round(agreeing.length / shown.length)} begin as the file goes on, ` +
      `${shown.filter(({ text }) => text.includes('\n')).length} have several lines; ` +
      `total ${round(
        quantile(
          group.map(({ totalMs }) => totalMs),
          0.5,
        ),
      )} ms (median)`,
  )
}
const shown = results.filter(({ outcome }) => outcome === 'shown')
console.log(
  JSON.stringify({
    shown_share: round(shown.length / results.length),
    first_token_ms_p50: round(
      quantile(
        shown.map(({ firstMs }) => firstMs ?? Number.NaN),
        0.5,
      ),
    ),
    total_ms_p50: round(
      quantile(
        results.map(({ totalMs }) => totalMs),
        0.5,
      ),
    ),
    typed_along_ms_p95: round(quantile(typedMs, 0.95)),
    typed_along_model_calls: typedModelCalls,
  }),
)
await completion[Symbol.asyncDispose]()
await models[Symbol.asyncDispose]()
rmSync(userDataFolder, { recursive: true })
