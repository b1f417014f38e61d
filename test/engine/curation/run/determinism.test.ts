import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStepResults } from '#engine/curation/run/step-results'
import { openCurated } from './curate-project.ts'

const texts = Array.from({ length: 40 }, (_, index) => `${index % 9}\n${'a'.repeat(index)}${index % 3 === 0 ? ' TODO' : ''}`)

test('the same documents get the same results in any order of import, in portions, and with any number of processes', async () => {
  const expected = await curateTexts({ order: [...texts.keys()], portions: 1, processCount: 1 })
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...texts.keys()], { minLength: texts.length }),
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 2 }),
      async (order, portions, processCount) => {
        expect(await curateTexts({ order, portions, processCount })).toEqual(expected)
      },
    ),
    { numRuns: 2 },
  )
})

interface Way {
  order: number[]
  /** Documents come in so many times, with a run after each. */
  portions: number
  processCount: number
}

/** What the steps found, by the text and not by the id. */
async function curateTexts({ order, portions, processCount }: Way) {
  const folder = await mkdtemp(path.join(tmpdir(), 'codeshell-same-'))
  try {
    await using curated = await openCurated(path.join(folder, 'project'), path.join(folder, 'user'), { processCount })
    const length = Math.ceil(order.length / portions)
    for (let start = 0; start < order.length; start += length) {
      curated.add(order.slice(start, start + length).map((index) => texts[index] as string))
      await curated.run(['letters', 'doubled', 'twins'])
    }
    const results = createStepResults(curated.project)
    const pairs = await results.findPairs('twins')
    const found = await results.findFindings('letters')
    const columns = await Promise.all(['letter_count', 'letter_count_doubled', 'twin_count'].map(curated.column))
    const groups = new Map(order.map((index, id) => [id, index]))
    return {
      values: order.map((index, id) => [index, ...columns.map((column) => column[id])]).toSorted(([a = 0], [b = 0]) => a - b),
      findings: Array.from(found?.documents ?? [], (id) => groups.get(id)).toSorted(compare),
      // Which of alike documents are joined by a pair depends on their order; that they are, does not.
      alike: listClusters(order.length, pairs)
        .map((cluster) =>
          cluster
            .map((id) => groups.get(id))
            .toSorted(compare)
            .join(),
        )
        .toSorted(),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const compare = (one: number | undefined, other: number | undefined) => (one ?? 0) - (other ?? 0)

function listClusters(count: number, pairs: { firsts: Uint32Array; seconds: Uint32Array } | null): number[][] {
  const heads = Array.from({ length: count }, (_, id) => id)
  for (const [place, first] of (pairs?.firsts ?? []).entries()) {
    const [from, to] = [heads[pairs?.seconds[place] as number], heads[first]]
    for (const [id, head] of heads.entries()) if (head === from) heads[id] = to as number
  }
  return [...new Set(heads)].map((head) => [...heads.keys()].filter((id) => heads[id] === head))
}
