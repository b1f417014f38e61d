import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createRunStore } from '#engine/curation/run/run-store'
import { createStepResults } from '#engine/curation/run/step-results'
import { openCurated } from './curate-project.ts'

const documentCount = 8_000
/** Of every seventh the first line is that of the document before. */
const makeText = (id: number) =>
  `${id % 7 === 6 ? id - 1 : id} ${'a'.repeat(id % 5)}${id % 11 === 0 ? ' TODO' : ''}${id % 501 === 500 ? ' odd' : ''}`
const texts = Array.from({ length: documentCount }, (_, id) => `${id % 7 === 6 ? id - 1 : id}\n${makeText(id)}`)

test('a run that is killed ten times ends with what it would have ended with, and nothing twice', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'codeshell-kill-'))
  const places = [path.join(folder, 'project'), path.join(folder, 'user')] as const
  {
    await using curated = await openCurated(...places)
    curated.add(texts)
  }
  for (let kill = 0; kill < 10; kill++) if ((await runOnce(places, Math.random() * 400)) === 'done') break
  expect(await runOnce(places, null)).toBe('done')

  await using curated = await openCurated(...places)
  const counts = texts.map((text) => (text.includes('odd') ? Number.NaN : text.split('a').length - 1))
  expect(await curated.column('letter_count')).toEqual(counts)
  expect(await curated.column('letter_count_doubled')).toEqual(counts.map((count) => count * 2))
  expect(await curated.column('twin_count')).toEqual(
    texts.map((_, id) => (id % 7 === 6 || (id % 7 === 5 && id + 1 < documentCount) ? 2 : 1)),
  )
  const found = await createStepResults(curated.project).findFindings('letters')
  expect(found?.counts).toEqual(new Uint32Array(Math.ceil(documentCount / 11)).fill(1))
  const report = createRunStore(curated.project.database).list(1)[0]?.report
  const measured = { documents: documentCount, knownDocuments: 0, measuredDocuments: documentCount }
  expect(report?.steps).toMatchObject([measured, measured, { ...measured, pairs: Math.floor(documentCount / 7) }])
  expect(curated.jobs.list.get()).toMatchObject([{ problemCount: texts.filter((text) => text.includes('odd')).length }])
  await curated[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Null when it was killed, else what became of the job. */
async function runOnce(places: readonly string[], killAfterMs: number | null): Promise<string | null> {
  const child = fork(fileURLToPath(new URL('./curate-until-killed.ts', import.meta.url)), places, { execArgv: [] })
  const exited = once(child, 'exit')
  let state: string | null = null
  child.on('message', (message) => {
    if (message !== 'begun') state = String(message)
    else if (killAfterMs !== null) void delay(killAfterMs).then(() => child.kill('SIGKILL'))
  })
  await exited
  return state
}
