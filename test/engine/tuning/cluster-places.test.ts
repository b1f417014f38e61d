import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { getStepResults } from '#engine/curation/run/step-results'
import { listClusterPlaces } from '#engine/tuning/cluster-places'
import { getProjectColumns } from '#engine/tuning/rules/project-columns'
import { openCurated } from '../curation/run/curate-project.ts'

test('documents have the places of their clusters by size, those in none have none, and nothing is known before the step has run', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'codeshell-cluster-places-'))
  {
    await using curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), { processCount: 1 })
    const list = async (jaccard: number) => {
      const columns = getProjectColumns(curated.project, getStepResults(curated.project))
      const places = await listClusterPlaces(columns, { step: 'twins', jaccard })
      return places && [...places]
    }
    // Documents that begin alike are twins.
    curated.add(['y\n1', 'x\n', 'x\nlonger', 'z', 'x\nthe longest', 'y\n22'])
    expect(await list(0.5)).toBeNull()
    await curated.run(['twins'])
    expect(await list(0)).toEqual([1, 0, 0, Number.NaN, 0, 1])
  }
  await rm(folder, { recursive: true })
})
