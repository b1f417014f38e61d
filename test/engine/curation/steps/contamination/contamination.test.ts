import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBenchmarkIndex } from '../../../../../main/engine/curation/steps/contamination/benchmark-index.ts'
import { contamination } from '../../../../../main/engine/curation/steps/contamination/contamination.ts'
import { findOverlaps } from '../../../../../main/engine/curation/steps/contamination/find-overlaps.ts'
import { readBenchmark } from '../../../../../main/engine/curation/steps/contamination/read-benchmark.ts'
import { runDocumentStep } from '../run-document-step.ts'

const humanEval = {
  task_id: 'HumanEval/900',
  prompt: 'def sort_spoons(drawer):\n    """Put every spoon of the drawer in the order of its length, shortest first."""\n',
  canonical_solution: '    return sorted((spoon for spoon in drawer if spoon.kind == "spoon"), key=lambda spoon: spoon.length)\n',
  test: 'assert candidate([]) == []',
  entry_point: 'sort_spoons',
}
const mbpp = {
  task_id: 7,
  text: 'Write a function to count how many of the given forks have four prongs.',
  code: 'x',
  test_list: [],
}

let folder: string
let benchmarks: string[]
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchmarks-'))
  benchmarks = [join(folder, 'humaneval.jsonl'), join(folder, 'mbpp.jsonl.gz')]
  writeFileSync(benchmarks[0] as string, `${JSON.stringify(humanEval)}\n`)
  writeFileSync(benchmarks[1] as string, gzipSync(`${JSON.stringify(mbpp)}\n`))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function find(text: string, parameters = {}) {
  const { findings = [], signals } = await runDocumentStep(contamination, [text], { benchmarks, ...parameters })
  const bytes = Buffer.from(text)
  const shown = findings.map(({ note, start, end }) => ({ note, found: bytes.toString('utf8', start, end) }))
  return { shown, overlap: signals.contamination_overlap?.[0] }
}

test('an entry of a benchmark is found in a document, with its name, its field and its place', async () => {
  const { shown, overlap } = await find(`# grün\n${humanEval.prompt}    pass\n`)
  expect(overlap).toBe(1)
  expect(shown).toHaveLength(1)
  expect(shown[0]?.note).toBe('HumanEval/900, prompt: 100 %')
  expect(shown[0]?.found).toMatch(/^def sort_spoons[\s\S]*shortest first$/)
})

test('marks, case and white space hide nothing', async () => {
  const { overlap } = await find('-- WRITE a function: to count  how many of\n-- the given "forks" have four prongs!')
  expect(overlap).toBe(1)
})

test('a part of an entry is measured, and marked from a share on', async () => {
  const part = humanEval.canonical_solution.slice(0, -30)
  const { shown, overlap } = await find(part)
  expect(overlap).toBeGreaterThan(0)
  expect(overlap).toBeLessThan(1)
  expect((await find(part, { min_share: 1 })).shown).toEqual([])
  expect((await find(part, { min_share: 0 })).shown).toHaveLength(1)
  expect(shown.length).toBeLessThanOrEqual(1)
})

test('a document of its own has no overlap, and without benchmarks none has', async () => {
  expect(await find('def count_plates(table): return len([x for x in table if x.kind == "plate"])')).toEqual({
    shown: [],
    overlap: 0,
  })
  expect((await find(humanEval.prompt, { benchmarks: [] })).overlap).toBe(0)
})

describe('a benchmark', () => {
  const write = (name: string, text: string) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }

  test('of an unknown kind gives all of its texts', async () => {
    const file = write('own.json', JSON.stringify([{ id: 3, question: { en: 'one', de: ['two'] }, count: 4 }]))
    expect(await readBenchmark(file)).toEqual([
      { entry: 'own/3', field: 'question', text: 'one' },
      { entry: 'own/3', field: 'question', text: 'two' },
    ])
  })

  test('that cannot be read says where', async () => {
    await expect(readBenchmark(write('bad.jsonl', '{"a": "b"}\n{"a"\n'))).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringContaining('bad.jsonl could not be read: line 2 is not JSON'),
    })
    await expect(readBenchmark(write('list.jsonl', '"text"\n'))).rejects.toMatchObject({ code: 'input.invalid' })
    await expect(readBenchmark(join(folder, 'none.jsonl'))).rejects.toMatchObject({ code: 'file.not-found' })
  })
})

test('shares and places are those of a plain comparison of words', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 6, maxLength: 20 })
  fc.assert(
    fc.property(words, fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 }), (benchmark, document) => {
      const length = Math.min(7, benchmark.length)
      const rowsOf = (list: readonly string[]) => {
        return list.slice(length - 1).map((_, at) => list.slice(at, at + length).join(' '))
      }
      const present = new Set(rowsOf(document))
      const expected = rowsOf(benchmark).filter((row) => present.has(row)).length / rowsOf(benchmark).length
      const index = createBenchmarkIndex([{ entry: 'e', field: 'f', text: benchmark.join(' ') }], 7)
      const [overlap] = findOverlaps(Buffer.from(document.join(', ')), index)
      expect(overlap?.share ?? 0).toBeCloseTo(expected, 10)
      for (const { start, end } of overlap?.spans ?? []) {
        expect(document.join(', ').slice(start, end).split(', ').length).toBeGreaterThanOrEqual(length)
      }
    }),
  )
})
