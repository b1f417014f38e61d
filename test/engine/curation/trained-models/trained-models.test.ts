import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listTrainedModels } from '#engine/curation/trained-models/list-trained-models'
import { removeTrainedModel } from '#engine/curation/trained-models/remove-trained-model'
import { type CuratedProject, openCurated } from '../run/curate-project.ts'

let folder: string
let curated: CuratedProject

const texts = Array.from({ length: 24 }, (_, number) =>
  number % 2 === 0 ? `def add_${number}(a, b):\n    return a + ${number}\n` : `int table_${number}[] = {${number}, 1, 2};\n`,
)
const byParity = (rest: number) => async () => Uint32Array.from(texts.keys()).filter((id) => id % 2 === rest)
const selections: Record<string, () => Promise<Uint32Array>> = { 'label:keep': byParity(0), 'label:drop': byParity(1) }

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codeshell-trained-'))
  curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), {
    isOwn: true,
    processCount: 1,
    select: async (query) => (await selections[query]?.()) ?? Uint32Array.from(texts.keys()),
  })
  curated.add(texts)
})

afterEach(async () => {
  await curated[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const quality = { kind: 'quality', parameters: {} }

test('nothing is listed before anything was trained', async () => {
  expect(await listTrainedModels(curated.project)).toEqual([])
})

test('models that steps trained are listed with what they learned from, their size and when', async () => {
  const before = Date.now()
  await curated.run([quality, { kind: 'perplexity', parameters: { train: { query: 'lang:python', order: 3 } } }])
  const models = await listTrainedModels(curated.project)
  expect(models).toMatchObject([
    {
      kind: 'quality',
      step: 'quality',
      trainedOn: '12 documents that match label:keep, and 12 that match label:drop',
    },
    { kind: 'ngram', step: 'perplexity', trainedOn: 'documents that match lang:python' },
  ])
  for (const { file, sizeBytes, trainedAt } of models) {
    await access(file)
    expect(sizeBytes).toBeGreaterThan(100)
    // Times of files may be rounded down.
    expect(trainedAt).toBeGreaterThan(before - 2000)
  }
})

test('an ARPA file that was brought along is listed beside what was made of it, and is not for the program to remove', async () => {
  const arpa = path.join(folder, 'given.arpa')
  await writeFile(arpa, '\\data\\\nngram 1=3\n\n\\1-grams:\n-1.0\t<unk>\n-0.5\t<s>\n-0.5\t</s>\n\n\\end\\\n')
  const job = await curated.run([{ kind: 'perplexity', parameters: { model: arpa } }])
  expect(job.failure).toBeNull()
  expect(await listTrainedModels(curated.project)).toMatchObject([
    { kind: 'ngram', step: 'perplexity', trainedOn: `imported from ${arpa}` },
    { kind: 'arpa', file: arpa, step: null, name: 'given.arpa' },
  ])
  await rm(arpa)
  expect(await listTrainedModels(curated.project)).toHaveLength(1)
})

test('a model that was removed is gone with its files, its values stay, and the next run trains it anew', async () => {
  await curated.run([quality])
  const values = await curated.column('quality')
  const [model] = await listTrainedModels(curated.project)
  await removeTrainedModel(curated.project, 'quality', curated.jobs)
  expect(await listTrainedModels(curated.project)).toEqual([])
  await expect(access(model?.file ?? '')).rejects.toThrow('ENOENT')
  expect(await curated.column('quality')).toEqual(values)
  // Twice does nothing, and so does a step that trained nothing.
  await removeTrainedModel(curated.project, 'quality', curated.jobs)
  await removeTrainedModel(curated.project, 'statistics', curated.jobs)
  await curated.run([quality])
  expect(await listTrainedModels(curated.project)).toHaveLength(1)
})

test('nothing is removed while steps run, and the error says what to wait for', async () => {
  await curated.run([quality])
  const jobId = curated.start([{ kind: 'quality', parameters: { epochs: 500 } }])
  await expect(removeTrainedModel(curated.project, 'quality', curated.jobs)).rejects.toMatchObject({
    code: 'job.conflict',
    data: { jobId },
  })
  await curated.jobs.cancel(jobId)
})
