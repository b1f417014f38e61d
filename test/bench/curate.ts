// How fast the steps of a recipe run over a project, and beside other programs. `npm run bench -- curate [--documents N] [--steps KINDS]
// [--processes N] [--peer-documents N]`. Rates are of wall-clock time with all processes, so another machine is another number: the ratios
// stand beside each other in one run, say how many times as fast a step is as the other program on one core, by processor and by wall
// time, and how many times as much memory the other takes.
import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createZstdCompress } from 'node:zlib'
import type { CurationReport } from '#contracts/curation-report'
import { steps } from '#engine/curation/steps/steps'
import { createRowGenerator } from './code-rows.ts'
import { compareSteps, type StepComparison } from './step-peers.ts'

/** There are none in a project that was just made. */
const needLabels = new Set(['quality'])

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
    /** As many as take each of the others some seconds. */
    'peer-documents': { type: 'string', default: '300' },
  },
})
const peerRounds = 3

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
  const comparisons = await compareSteps({
    folder,
    // That of n-grams needs a file, which it is given there.
    kinds: [...options.steps.split(','), 'contamination'],
    documents: Number(options['peer-documents']),
    rounds: peerRounds,
  })
  console.table(Object.fromEntries(comparisons.map(toTableRow)))
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
        ...Object.fromEntries(comparisons.map(toRatios)),
      },
    }),
  )
} finally {
  rmSync(folder, { recursive: true })
}

function toTableRow({ kind, peer, megabytes, ours, theirs }: StepComparison): [string, object] {
  const speed = (seconds: number) => round(megabytes / seconds)
  const megabytesOf = (bytes: number) => Math.round(bytes / 1e6)
  return [
    kind,
    {
      peer,
      mb: round(megabytes),
      mb_s: speed(ours.cpuSeconds),
      peer_mb_s: speed(theirs.cpuSeconds),
      memory_mb: megabytesOf(ours.memoryBytes),
      peer_memory_mb: megabytesOf(theirs.memoryBytes),
      result: ours.result,
      peer_result: theirs.result,
    },
  ]
}

function toRatios({ kind, peer, ours, theirs }: StepComparison): [string, object] {
  return [
    kind,
    {
      peer,
      cpu: round(theirs.cpuSeconds / ours.cpuSeconds),
      wall: round(theirs.wallSeconds / ours.wallSeconds),
      memory: round(theirs.memoryBytes / ours.memoryBytes),
    },
  ]
}

/** Whether it runs by default: without a file or labels that a person brings along, and without a model. */
function worksAlone(step: (typeof steps)[number]): boolean {
  const { files = [], model = false } = step.needs(step.parameters.parse({}))
  return files.length === 0 && !model && !needLabels.has(step.kind)
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
