import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRunStore } from '#engine/curation/run/run-store'
import { type CuratedProject, openCurated } from './curate-project.ts'

let folder: string
let curated: CuratedProject

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-curate-'))
  curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'))
})

afterEach(async () => {
  await curated[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const latestReport = () => createRunStore(curated.project.database).list(1)[0]?.report

test('stores what a step measured, found and could not measure', async () => {
  curated.add(['banana', 'TODO: a TODO', 'odd a'])
  const job = await curated.run(['letters'])
  expect(job).toMatchObject({ state: 'done', done: 3, total: 3, problemCount: 1 })
  expect(await curated.column('letter_count')).toEqual([3, 1, Number.NaN])
  expect(
    curated.project.database.prepare('SELECT document_id, ordinal, type, start_byte, end_byte FROM finding').raw().all(),
  ).toEqual([
    [1, 0, 'todo', 0, 4],
    [1, 1, 'todo', 8, 12],
  ])
  expect(curated.jobs.problems({ jobId: job.id, offset: 0, limit: 9 }).problems).toEqual([
    { subject: 'file-2.py', reason: 'Letters: It is odd.', outcome: 'failed' },
  ])
  expect(latestReport()?.steps).toMatchObject([
    {
      step: 'letters',
      documents: 3,
      knownDocuments: 0,
      measuredDocuments: 3,
      measuredBytes: 23,
      problems: 1,
      findings: 2,
      pairs: null,
    },
  ])
})

test('measures documents once, those too that have no value, and new ones when they are there', async () => {
  curated.add(['banana', 'odd'])
  await curated.run(['letters'])
  curated.add(['papaya'])
  await curated.run(['letters'])
  expect(latestReport()?.steps).toMatchObject([{ documents: 3, knownDocuments: 2, measuredDocuments: 1 }])
  expect(await curated.column('letter_count')).toEqual([3, Number.NaN, 3])
})

test('measures anew when the parameters change', async () => {
  curated.add(['banana', 'TODO'])
  await curated.run(['letters'])
  await curated.run([{ kind: 'letters', parameters: { letter: 'n' } }])
  expect(latestReport()?.steps).toMatchObject([{ knownDocuments: 0, measuredDocuments: 2, findings: 1 }])
  expect(await curated.column('letter_count')).toEqual([2, 0])
})

test('gives a step the values of the one that it needs', async () => {
  curated.add(['banana', 'odd'])
  await curated.run(['letters', 'doubled'])
  expect(await curated.column('letter_count_doubled')).toEqual([6, Number.NaN])
  // What it needs was measured otherwise, so its own values are of no use any more.
  await curated.run([
    { kind: 'letters', parameters: { letter: 'n' } },
    { kind: 'doubled', parameters: {} },
  ])
  expect(await curated.column('letter_count_doubled')).toEqual([4, Number.NaN])
})

test('prepares a step once, with the documents of its query', async () => {
  curated.add(['12', '1234', '123456'])
  const job = await curated.run(['trained'])
  expect(curated.jobs.log(job.id).map(({ message }) => message)).toContain('Trained: Learned from 2 documents.')
  expect(await curated.column('length_difference')).toEqual([-1, 1, 3])
  curated.add(['1'])
  const again = await curated.run(['trained'])
  expect(curated.jobs.log(again.id).map(({ message }) => message)).not.toContain('Trained: Learned from 2 documents.')
  expect(await curated.column('length_difference')).toEqual([-1, 1, 3, -2])
})

test('prepares again when the files were deleted', async () => {
  curated.add(['12', '1234'])
  await curated.run(['trained'])
  await rm(path.join(folder, 'project/derived'), { recursive: true })
  expect((await curated.run(['trained'])).state).toBe('done')
  expect(await curated.column('length_difference')).toEqual([-1, 1])
})

test('compares all documents, and new ones with those that were there', async () => {
  curated.add(['one\n1', 'two\n2', 'one\n3'])
  await curated.run(['twins'])
  expect(await curated.column('twin_count')).toEqual([2, 1, 2])
  curated.add(['two\n4'])
  await curated.run(['twins'])
  expect(await curated.column('twin_count')).toEqual([2, 2, 2, 2])
  expect(latestReport()?.steps).toMatchObject([{ knownDocuments: 3, measuredDocuments: 1, pairs: 2 }])
})

test('a document that ends the process costs nothing but itself', async () => {
  curated.add(['banana', 'deadly a', 'aa'])
  const job = await curated.run(['letters'])
  expect(job).toMatchObject({ state: 'done', problemCount: 1 })
  expect(await curated.column('letter_count')).toEqual([3, Number.NaN, 2])
})

test('the report says what the rules do, and what follows from steps that saw only some documents', async () => {
  await curated[Symbol.asyncDispose]()
  curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), {
    // What the doubled counts are made of is read by whoever reads them.
    stillKept: async ({ readers }) => (readers.signals.includes('letter_count_doubled') ? Uint8Array.of(1, 0) : null),
    countRules: async () => [
      {
        rule: 0,
        description: 'It is short.',
        lacks: 'shortness',
        documents: 2,
        sizeBytes: 3,
        tokens: 1,
        droppedDocuments: 1,
        droppedBytes: 2,
        droppedTokens: 0.5,
      },
    ],
  })
  curated.add(['a', 'aa'])
  const job = await curated.run(['letters', 'doubled'])
  expect(job.summary).toContain('The rules keep 1 document of 2.')
  const report = latestReport()
  expect(report?.steps).toMatchObject([{ documents: 1 }, { documents: 1 }])
  expect(report?.kept).toEqual({ documents: 1, sizeBytes: 1, tokens: 1.5 })
  expect(report?.notes[0]).toContain('Of 2 documents Letters saw 1, Doubled saw 1:')
  expect(report?.notes).toContain('Rule 1 reads shortness, which no step gives, so it keeps everything.')
})

test('a step sees only what can still be kept, unless it is to see all', async () => {
  await curated[Symbol.asyncDispose]()
  curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), {
    stillKept: async () => Uint8Array.of(1, 0, 1),
  })
  curated.add(['a', 'aa', 'aaa'])
  await curated.run(['letters'])
  expect(await curated.column('letter_count')).toEqual([1, Number.NaN, 3])
  await curated.run(['letters'], { scoreAll: true })
  expect(await curated.column('letter_count')).toEqual([1, 2, 3])
  expect(latestReport()?.steps).toMatchObject([{ documents: 3, knownDocuments: 2, measuredDocuments: 1 }])
})

test('a step that begins anew measures all again, once, and a job that goes on does not begin anew', async () => {
  curated.add(['a', 'aa', 'aaa'])
  await curated.run(['letters'])
  await curated.run(['letters'])
  expect(latestReport()?.steps).toMatchObject([{ knownDocuments: 3, measuredDocuments: 0 }])
  await curated.run(['letters'], { anew: ['letters'] })
  expect(latestReport()?.steps).toMatchObject([{ knownDocuments: 0, measuredDocuments: 3 }])
  curated.add(Array.from({ length: 5000 }, (_, index) => 'a'.repeat(index % 7)))
  const jobId = curated.start([{ kind: 'letters', parameters: { delay_ms: 600 } }], { anew: ['letters'] })
  for await (const list of curated.jobs.list.watch()) if ((list[0]?.done ?? 0) > 0) break
  await curated.jobs.pause(jobId)
  curated.jobs.resume(jobId)
  await curated.ended(jobId)
  expect(latestReport()?.steps).toMatchObject([{ knownDocuments: 0, measuredDocuments: 5003 }])
})

test('a run that is paused stops soon and goes on where it was', async () => {
  curated.add(Array.from({ length: 5000 }, (_, index) => 'a'.repeat(index % 7)))
  const slow = { kind: 'letters', parameters: { delay_ms: 600 } }
  const jobId = curated.start([slow])
  for await (const list of curated.jobs.list.watch()) if ((list[0]?.done ?? 0) > 0) break
  await curated.jobs.pause(jobId)
  const [paused] = curated.jobs.list.get()
  expect(paused).toMatchObject({ state: 'paused' })
  expect(paused?.done).toBeLessThan(5000)
  curated.jobs.resume(jobId)
  expect(await curated.ended(jobId)).toMatchObject({ state: 'done', done: 5000 })
  expect(await curated.column('letter_count')).toEqual(Array.from({ length: 5000 }, (_, index) => index % 7))
  expect(latestReport()?.steps).toMatchObject([{ measuredDocuments: 5000, knownDocuments: 0 }])
})
