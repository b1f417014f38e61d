import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createStepResults } from '#engine/curation/run/step-results'
import { openCurated } from './curate-project.ts'

test('pairs and findings are there when the steps have run, and are the same objects until a step finds more', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'codeshell-results-'))
  {
    await using curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), { processCount: 1 })
    curated.add(['TODO\n1', 'two TODO TODO', 'TODO\n2'])
    const results = createStepResults(curated.project)
    expect(await results.findPairs('twins')).toBeNull()
    expect(await results.findFindings('letters')).toBeNull()
    await curated.run(['letters', 'twins'])
    const pairs = await results.findPairs('twins')
    expect(pairs).toEqual({ firsts: Uint32Array.of(0), seconds: Uint32Array.of(2), jaccards: Float32Array.of(1) })
    const found = await results.findFindings('letters')
    expect(found).toEqual({
      documents: Uint32Array.of(0, 1, 2),
      typePlaces: Uint8Array.of(0, 0, 0),
      counts: Uint32Array.of(1, 2, 1),
      types: ['todo'],
    })
    await curated.run(['letters', 'twins'])
    expect(await results.findPairs('twins')).toBe(pairs)
    expect(await results.findFindings('letters')).toBe(found)
    curated.add(['TODO\n3'])
    await curated.run(['letters', 'twins'])
    expect((await results.findPairs('twins'))?.seconds).toEqual(Uint32Array.of(2, 3))
    expect((await results.findFindings('letters'))?.documents).toEqual(Uint32Array.of(0, 1, 2, 3))
  }
  await rm(folder, { recursive: true })
})
