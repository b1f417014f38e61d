// How often a model is right by how sure it was, on packages that no bundled model was trained on: what the thresholds of the
// confidence gate are chosen from. `npm run bench -- confidence [PLACES] [MODEL.gguf]` fetches them from PyPI and npm.
import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { meanConfidence, START_TOKENS } from '#engine/completion/confidence-gate'
import { describeCursor } from '#engine/completion/cursor'
import type { GeneratedToken } from '#engine/completion/generation'
import { decideLineMode } from '#engine/completion/line-mode'
import { getLimits } from '#engine/completion/stop-policy'
import { suggest } from '#engine/completion/suggestion'
import { loadModel, openInferenceProcess } from '../inference/inference-process.ts'
import { beginsAsFile, type CodeFile, type CodePlace, pickPlaces } from './code-places.ts'

const placeCount = Number(process.argv[2] ?? 600)
const modelFile = process.argv[3] ?? fileURLToPath(new URL('../../assets/models/codeshell-small.gguf', import.meta.url))
const heldOut = { pypi: ['tornado==6.2'], npm: ['undici@7.30.2', 'rxjs@7.8.2'] }
const thresholds = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5]

const noCost = { promptTokens: 0, reusedTokens: 0, promptMs: 0, generatedTokens: 0, generateMs: 0 }

interface Judged {
  readonly kind: CodePlace['kind']
  readonly right: boolean
  readonly start: number
  readonly line: number
}

const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-confidence-'))
try {
  const places = pickPlaces(fetchHeldOut(), placeCount)
  await using opened = await openInferenceProcess()
  const model = await loadModel(opened.client, modelFile)
  console.log(`${model.name}: ${places.length} places, prompts of up to ${model.promptWindow} tokens`)
  const judged: Judged[] = []
  for (const place of places) {
    const tokens = await generate(place)
    const one = judge(place, tokens)
    if (one) judged.push(one)
  }
  for (const measure of ['start', 'line'] as const) {
    for (const [kind, group] of Map.groupBy(judged, (one) => one.kind)) {
      console.log(`${measure} of a suggestion, ${kind}`)
      console.table(thresholds.map((threshold, index) => describe(group, measure, threshold, thresholds[index + 1] ?? 1)))
    }
  }
  const rightOf = (group: readonly Judged[]) => round(group.filter(({ right }) => right).length / group.length)
  const sure = (least: number) => judged.filter(({ start, line }) => Math.min(start, line) >= least)
  console.log(
    JSON.stringify({
      model: model.name,
      places: places.length,
      suggestions: judged.length,
      right_share_by_threshold: Object.fromEntries(thresholds.map((least) => [least, rightOf(sure(least))])),
      kept_share_by_threshold: Object.fromEntries(thresholds.map((least) => [least, round(sure(least).length / judged.length)])),
    }),
  )

  async function generate({ request }: CodePlace): Promise<GeneratedToken[]> {
    const tokens: GeneratedToken[] = []
    const { prefix, suffix } = request
    const stop = new AbortController()
    const { maxTokens } = getLimits('automatic', 'single')
    for await (const event of await opened.client.infill({ prefix, suffix, maxTokens }, { signal: stop.signal })) {
      if (event.type === 'tokens') tokens.push(...event.tokens)
      // The first line with text is judged; the rest costs only time.
      if (event.type === 'tokens' && /\S[^\n]*\n/.test(tokens.map(({ text }) => text).join(''))) break
    }
    return tokens
  }

  /** What would be shown at a place if the gate let everything through; null when that is nothing. */
  function judge(place: CodePlace, tokens: readonly GeneratedToken[]): Judged | null {
    const { request, kind } = place
    const cursor = describeCursor(request)
    const mode = decideLineMode(request.lines, cursor, { msPerToken: 0 })
    const context = { request, cursor, mode, limits: getLimits(request.trigger, mode), thresholds: { start: 0, line: 0 } }
    const text = tokens.map((token) => token.text).join('')
    const generated = { tokens, text, status: 'ended' as const, cost: noCost }
    const suggestion = suggest(context, generated, 0)
    if (suggestion.outcome !== 'shown') return null
    const lineEnd = tokens.findIndex((_, index) =>
      /\S[^\n]*\n/.test(
        tokens
          .slice(0, index + 1)
          .map((token) => token.text)
          .join(''),
      ),
    )
    const line = lineEnd === -1 ? tokens : tokens.slice(0, lineEnd + 1)
    return {
      kind,
      right: beginsAsFile(suggestion.text, place),
      start: meanConfidence(tokens.slice(0, START_TOKENS)),
      line: meanConfidence(line),
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}

function fetchHeldOut(): CodeFile[] {
  const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' })
  run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:', ...heldOut.pypi])
  run('npm', ['pack', '--silent', ...heldOut.npm])
  for (const archive of globSync('*.{tgz,tar.gz}', { cwd: folder })) {
    const name = archive.replace(/\.(?:tgz|tar\.gz)$/, '')
    run('mkdir', [name])
    run('tar', ['--extract', '--strip-components=1', `--directory=${name}`, `--file=${archive}`])
  }
  const list = (pattern: string, language: string) =>
    globSync(pattern, { cwd: folder })
      .sort()
      .map((file) => ({ file: path.join(folder, file), language }))
  return [
    ...list('tornado-*/tornado/**/*.py', 'python'),
    ...list('undici-*/lib/**/*.js', 'javascript'),
    ...list('rxjs-*/src/internal/**/*.ts', 'typescript'),
  ]
}

/** How many of the suggestions reach a threshold, how many of those are right, and how many right ones are just above it. */
function describe(group: readonly Judged[], measure: 'start' | 'line', threshold: number, next: number) {
  const kept = group.filter((one) => one[measure] >= threshold)
  const slice = kept.filter((one) => one[measure] < next)
  const countRight = (some: readonly Judged[]) => some.filter(({ right }) => right).length
  return {
    threshold,
    kept: round(kept.length / group.length),
    'right of kept': round(countRight(kept) / kept.length),
    'right up to the next': `${countRight(slice)} of ${slice.length}`,
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
