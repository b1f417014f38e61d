// How fast the steps of a recipe run over a project. `npm run bench -- curate [--documents N] [--steps KINDS] [--processes N]`.
// Rates are of wall-clock time with all processes, so another machine is another number: the ratios stand beside each other in one run.
import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createZstdCompress } from 'node:zlib'
import type { CurationReport } from '#contracts/curation-report'
import { steps } from '#engine/curation/steps/steps'
import { createRowGenerator } from './code-rows.ts'
import { runPeer } from './peers/run-peer.ts'

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '20000' },
    steps: {
      type: 'string',
      default: steps
        .filter(worksAlone)
        .map(({ kind }) => kind)
        .join(),
    },
    processes: { type: 'string', default: '0' },
  },
})

/** As many as take the peer some seconds. */
const peerDocuments = 300

const folder = mkdtempSync(path.join(tmpdir(), 'codeshell-bench-'))
try {
  const data = path.join(folder, 'data.jsonl.zst')
  await pipeline(Readable.from(listLines()), createZstdCompress(), createWriteStream(data))
  const project = path.join(folder, 'project')
  const user = path.join(folder, 'user')
  const imported = runOnce(new URL('./peers/import-once.ts', import.meta.url), [project, 'jsonl', data, user]) as {
    documentCount: number
    sizeBytes: number
  }
  const run = runOnce(new URL('./peers/curate-once.ts', import.meta.url), [project, user, options.steps, options.processes]) as {
    report: CurationReport
    seconds: number
    peakRssMb: number
  }
  const again = runOnce(new URL('./peers/curate-once.ts', import.meta.url), [
    project,
    user,
    options.steps,
    options.processes,
  ]) as { seconds: number }
  const rates = run.report.steps.map(({ step, seconds, measuredDocuments, measuredBytes, pairs, findings }) => ({
    step,
    seconds: round(seconds),
    documents_s: Math.round(measuredDocuments / seconds),
    mb_s: round(measuredBytes / 1e6 / seconds),
    ...(pairs === null ? {} : { pairs }),
    ...(findings === 0 ? {} : { findings }),
  }))
  console.log(
    JSON.stringify({
      documents: imported.documentCount,
      text_mb: round(imported.sizeBytes / 1e6),
      seconds: round(run.seconds),
      mb_s: round(imported.sizeBytes / 1e6 / run.seconds),
      peak_rss_mb: Math.round(run.peakRssMb),
      steps: rates,
      ratios: {
        second_run_against_first: round(again.seconds / run.seconds),
        statistics_speed_against_datatrove_repetition: compareWithDatatrove(
          rates.find(({ step }) => step === 'statistics')?.mb_s,
        ),
      },
    }),
  )
} finally {
  rmSync(folder, { recursive: true })
}

/**
 * How many times as fast a process of the step is, which measures all statistics and this repetition among them, as datatrove's filter is on one
 * core; null without the step or the peer.
 */
function compareWithDatatrove(statisticsMbPerSecond: number | undefined): number | null {
  const makeRow = createRowGenerator()
  const texts = path.join(folder, 'texts.jsonl')
  writeFileSync(texts, Array.from({ length: peerDocuments }, (_, number) => JSON.stringify(makeRow(number).content)).join('\n'))
  const peer =
    statisticsMbPerSecond && (runPeer('datatrove-repetition.py', [texts]) as { seconds: number; mb: number } | undefined)
  if (!peer) return null
  const processCount = Number(options.processes) || availableParallelism()
  return round(statisticsMbPerSecond / processCount / (peer.mb / peer.seconds))
}

/** Whether it runs by default: without a file that a person brings along, and without a model. */
function worksAlone(step: (typeof steps)[number]): boolean {
  const { files = [], model = false } = step.needs(step.parameters.parse({}))
  return files.length === 0 && !model
}

function* listLines(): Generator<string> {
  const makeRow = createRowGenerator()
  for (let number = 0; number < Number(options.documents); number++) yield `${JSON.stringify(makeRow(number))}\n`
}

function runOnce(script: URL, args: readonly string[]): unknown {
  const output = execFileSync(process.execPath, [fileURLToPath(script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(output.trim().split('\n').at(-1) ?? '')
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}
