import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KeepCriterion } from '#contracts/duplicates'
import { keepCriterion } from '#contracts/rule'
import { compareForKeeping, findKeepReason, type KeepFacts } from '../../../../main/engine/curation/duplicates/keep-order.ts'

const base: KeepFacts = { id: 5, licenceClass: 'none', stars: null, path: 'src/a.c', repo: 'r', sizeBytes: 10, hash: 'b0' }

test.each<[reason: string, criteria: KeepCriterion[], better: Partial<KeepFacts>]>([
  ['licence', ['licence', 'stars'], { licenceClass: 'permissive' }],
  ['stars', ['licence', 'stars'], { stars: 0 }],
  ['longest', ['longest'], { sizeBytes: 11 }],
  ['path', ['path'], { path: 'long-name-in-no-folder.c' }],
  ['path', [], { path: 'src/A.c' }],
  ['repository', ['licence', 'stars', 'path', 'longest'], { repo: 'q' }],
  ['content', ['licence'], { hash: 'a0' }],
  ['order', ['longest'], { id: 4 }],
])('a document is kept for its %s', (reason, criteria, better) => {
  const kept = { ...base, ...better }
  expect(compareForKeeping(criteria)(kept, base)).toBeLessThan(0)
  expect(compareForKeeping(criteria)(base, kept)).toBeGreaterThan(0)
  expect(findKeepReason(criteria, kept, base)).toBe(reason)
})

test('an earlier criterion outweighs a later one', () => {
  const starred = { ...base, stars: 100 }
  const permissive = { ...base, licenceClass: 'permissive' as const }
  expect(compareForKeeping(['licence', 'stars'])(permissive, starred)).toBeLessThan(0)
  expect(compareForKeeping(['stars', 'licence'])(permissive, starred)).toBeGreaterThan(0)
})

test('every order of import keeps the same of documents that differ in anything', () => {
  const facts = fc.record({
    licenceClass: fc.constantFrom('permissive' as const, 'none' as const),
    stars: fc.option(fc.nat(2)),
    path: fc.option(fc.constantFrom('a', 'b/a', 'c/a', 'b')),
    repo: fc.option(fc.constantFrom('x', 'y')),
    hash: fc.constantFrom('00', '01', '02'),
  })
  const criteria = fc.shuffledSubarray([...keepCriterion.options])
  const key = (document: KeepFacts) => JSON.stringify({ ...document, id: null })
  fc.assert(
    fc.property(fc.array(facts, { minLength: 1, maxLength: 8 }), criteria, (list, order) => {
      const compare = compareForKeeping(order)
      const number = (documents: typeof list) =>
        documents.map((document, id) => ({ ...document, id, sizeBytes: Number(document.hash) }))
      const [first] = number(list).sort(compare)
      const [second] = number([...list].reverse()).sort(compare)
      expect(first && key(first)).toBe(second && key(second))
    }),
  )
})
