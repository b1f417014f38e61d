import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hit } from '#contracts/hit'
import { type Rule, type RuleBound, type RuleScope, ruleKeys, type ThresholdRule, thresholdRule } from '#contracts/rule'
import { groupByRepository } from '#engine/curation/duplicates/document-groups'
import type { KeepFacts } from '#engine/curation/duplicates/keep-order'
import { createPairClusters } from '#engine/curation/duplicates/pair-clusters'
import { createStoredDuplicates } from '#engine/curation/duplicates/stored-duplicates'
import type { FoundTypes } from '#engine/curation/run/step-results'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { sortByValue } from '#engine/dataset/signals/sorted-column'
import { resolveRange } from '#engine/tuning/rules/bounds'
import type { RuleColumns } from '#engine/tuning/rules/rule-columns'
import { createTuning } from '#engine/tuning/tuning'
import { makeDocumentRow } from '../../support/make-document-row.ts'

interface Plain {
  language?: string
  extension?: string
  licenceClass?: KeepFacts['licenceClass']
  sizeBytes?: number
  value?: number
  path?: string
}

interface Corpus {
  documents: readonly Plain[]
  pairs?: readonly [first: number, second: number, jaccard: number][]
  findings?: FoundTypes
  /** Where repositories were compared: the one of each document, 0 for none. */
  repos?: readonly number[]
}

const places = (values: readonly string[], of: readonly string[]) => ({ places: of.map((each) => values.indexOf(each)), values })

function createColumns({ documents, pairs, findings, repos }: Corpus): RuleColumns {
  const column = Float32Array.from(documents, ({ value = Number.NaN }) => value)
  const sizes = Float64Array.from(documents, ({ sizeBytes = 1 }) => sizeBytes)
  const name = (id: number) => documents[id]?.path ?? `file-${id}`
  const stored = pairs && {
    firsts: Uint32Array.from(pairs, ([first]) => first),
    seconds: Uint32Array.from(pairs, ([, second]) => second),
    jaccards: Float32Array.from(pairs, ([, , jaccard]) => jaccard),
  }
  const groups = repos ? groupByRepository(Float32Array.from(repos)) : null
  const readFacts = async (ids: Uint32Array) =>
    Array.from(ids, (id): KeepFacts => {
      const { licenceClass = 'none', sizeBytes = 1 } = documents[id] ?? {}
      return { id, licenceClass, stars: null, path: name(id), repo: null, sizeBytes, hash: String(id) }
    })
  const documentCount = documents.length
  const duplicates = stored && createStoredDuplicates(createPairClusters({ pairs: stored, groups, documentCount }), readFacts)
  return {
    documentCount: documents.length,
    listSignals: () => [{ name: 'x' }, { name: 'quality' }],
    readColumn: async () => column,
    sortColumn: async () => sortByValue(column),
    sizesBytes: async () => sizes,
    rows: (ids) => ids.map((id) => makeDocumentRow({ id, path: name(id) })),
    async readCategory(property) {
      const of = documents.map((each) => (property === 'extension' ? each.extension : each.language) ?? 'none')
      return places([...new Set(['none', ...of])], of)
    },
    findDuplicates: async () => duplicates ?? null,
    hasDuplicates: () => duplicates !== undefined,
    findFindings: async () => findings ?? null,
    readFindings: async () => [],
  }
}

/** For each document the hits of a list of rules. */
async function decide(corpus: Corpus, rules: readonly unknown[]): Promise<Hit[][]> {
  const columns = createColumns(corpus)
  const decisions = createTuning({ project: () => columns }).decide(rules.map((each) => ruleKeys.parse(each)))
  return Promise.all(corpus.documents.map((_, id) => decisions.hits(toDocumentId(id))))
}

const isDropped = (hits: Hit[][]) => hits.map((each) => each.length > 0)

describe('a threshold', () => {
  const values = (numbers: readonly number[], more: Plain = {}): Plain[] => numbers.map((value) => ({ ...more, value }))

  it('at a percentile drops the lowest share of values, and at another keeps it, and says at which value', async () => {
    const documents = values([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    const low = await decide({ documents }, [{ rule: 'threshold', signal: 'x', min: { percentile: 30 } }])
    expect(isDropped(low).map(Number).join('')).toBe('1110000000')
    expect(low[0]).toEqual([{ kind: 'threshold', rule: 0, signal: 'x', bound: 'min', cut: 40, value: 10 }])
    const high = await decide({ documents }, [{ rule: 'threshold', signal: 'x', max: { percentile: 70 } }])
    expect(isDropped(high).map(Number).join('')).toBe('0000000111')
  })

  it('takes percentiles of each language by itself, and languages may have bounds of their own', async () => {
    const documents = [...values([1, 2, 3, 4], { language: 'C' }), ...values([10, 20, 30, 40], { language: 'Go' })]
    const share = { rule: 'threshold', signal: 'x', max: { percentile: 50 } }
    expect(
      isDropped(await decide({ documents }, [share]))
        .map(Number)
        .join(''),
    ).toBe('00001111')
    expect(
      isDropped(await decide({ documents }, [{ ...share, byLanguage: true }]))
        .map(Number)
        .join(''),
    ).toBe('00110011')
    const own = { rule: 'threshold', signal: 'x', max: 3, languages: { go: { min: 20 } } }
    expect(
      isDropped(await decide({ documents }, [own]))
        .map(Number)
        .join(''),
    ).toBe('00011000')
  })

  it('looks at the languages and extensions that it is for, and not at those that it excepts', async () => {
    const documents = [
      { value: 9, language: 'C', extension: '.c' },
      { value: 9, language: 'C', extension: '.h' },
      { value: 9, language: 'JSON', extension: '.json' },
      { value: 9, language: 'Text', extension: '.txt' },
    ]
    const at = (scope: object) => decide({ documents }, [{ rule: 'threshold', signal: 'x', max: 1, ...scope }])
    expect(isDropped(await at({ only: { languages: ['json'], extensions: ['.TXT'] } }))).toEqual([false, false, true, true])
    expect(isDropped(await at({ except: { extensions: ['.h'] } }))).toEqual([true, false, true, true])
    expect(isDropped(await at({ only: { languages: ['C'] }, except: { extensions: ['.h'] } }))).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(isDropped(await at({ only: {} }))).toEqual([false, false, false, false])
  })

  it('drops a document exactly where it explains why, whatever its bounds and scope', async () => {
    const bound: fc.Arbitrary<RuleBound> = fc.option(
      fc.oneof(
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 100 }).map((percentile) => ({ percentile })),
      ),
    )
    const scope = fc.option(fc.record({ languages: fc.subarray(['C', 'Go']), extensions: fc.subarray(['.a', '.b']) }))
    const anyRule = fc.record({
      rule: fc.constant('threshold'),
      signal: fc.constant('x'),
      min: bound,
      max: bound,
      byLanguage: fc.boolean(),
      languages: fc.oneof(fc.constant({}), fc.record({ C: fc.record({ min: bound, max: bound }) })),
      only: scope,
      except: scope,
    })
    const document = fc.record({
      value: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constant(Number.NaN)),
      language: fc.constantFrom('C', 'Go'),
      extension: fc.constantFrom('.a', '.b'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(document, { maxLength: 20 }), anyRule, async (documents, rule) => {
        const columns = createColumns({ documents })
        const decisions = createTuning({ project: () => columns }).decide([ruleKeys.parse(rule)])
        const hits = await Promise.all(documents.map((_, id) => decisions.hits(toDocumentId(id))))
        expect(Array.from((await decisions.kept()) ?? [])).toEqual(hits.map(({ length }) => (length === 0 ? 1 : 0)))
        for (const [id, { value }] of documents.entries()) if (Number.isNaN(value)) expect(hits[id]).toEqual([])
      }),
    )
  })
})

describe('thresholds that move', () => {
  const bounds = fc.oneof(
    fc.integer({ min: 0, max: 10 }),
    fc.integer({ min: 0, max: 100 }).map((percentile) => ({ percentile })),
    fc.constant(null),
  )
  const pair = fc.record({ min: bounds, max: bounds })
  const scope = fc.option(fc.record({ languages: fc.subarray(['c', 'Go']), extensions: fc.subarray(['.a', '.b']) }))
  const anyRule = fc
    .tuple(pair, fc.boolean(), fc.oneof(fc.constant({}), fc.record({ C: pair })), fc.record({ only: scope, except: scope }))
    .map(([own, byLanguage, languages, scopes]) =>
      thresholdRule.parse({ rule: 'threshold', signal: 'x', ...own, byLanguage, languages, ...scopes }),
    )
  const document = fc.record({
    value: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constantFrom(Number.NaN, Infinity, -Infinity)),
    language: fc.constantFrom('C', 'Go', 'Zig'),
    extension: fc.constantFrom('.a', '.b', '.c'),
    sizeBytes: fc.nat(100),
  })
  type Document = Required<Pick<Plain, 'value' | 'language' | 'extension' | 'sizeBytes'>>

  const isIn = ({ language, extension }: Document, { languages, extensions }: RuleScope) =>
    languages.some((each) => each.toLowerCase() === language.toLowerCase()) || extensions.includes(extension)

  /** The contract's words for one document. */
  function drops(rule: ThresholdRule, document: Document, all: readonly Document[]): boolean {
    if ((rule.only && !isIn(document, rule.only)) || (rule.except && isIn(document, rule.except))) return false
    const own = document.language === 'C' ? rule.languages.C : undefined
    const isMeasuredAlone = own !== undefined || rule.byLanguage
    const ascending = all
      .filter(({ value, language }) => !Number.isNaN(value) && (!isMeasuredAlone || language === document.language))
      .map(({ value }) => value)
      .sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    const { min, max } = resolveRange(own ?? rule, { count: ascending.length, at: (rank) => ascending[rank] as number })
    return document.value < min || document.value > max
  }

  it('count what a look at every document counts, whatever their scope and languages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 20 }),
        fc.array(fc.array(anyRule, { maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        fc.array(pair, { maxLength: 4 }),
        async (documents, recipes, moves) => {
          const columns = await createColumns({ documents })
          const tuning = createTuning({ project: () => columns })
          // A handle that is dragged changes one rule's bounds and nothing else of it.
          const dragged = recipes.flatMap((rules) => [
            rules,
            ...moves.map((moved) => rules.map((rule, place) => (place === 0 ? { ...rule, ...moved } : rule))),
          ])
          for (const rules of dragged) {
            const hits = documents.map((each) => rules.map((rule) => drops(rule, each, documents)))
            const amount = (isCounted: (hits: boolean[]) => boolean) => ({
              documents: hits.filter(isCounted).length,
              bytes: documents.reduce((sum, { sizeBytes }, id) => sum + (isCounted(hits[id] as boolean[]) ? sizeBytes : 0), 0),
            })
            const { kept, effects } = await tuning.preview({ rules, histograms: [], boundary: null })
            expect(kept).toEqual(amount((each) => !each.includes(true)))
            for (const [place, effect] of effects.entries()) {
              expect(effect.dropped).toEqual(amount((each) => each[place] === true))
              expect(effect.droppedAlone).toEqual(
                amount((each) => each.indexOf(true) === place && each.lastIndexOf(true) === place),
              )
              expect(effect.droppedFirst).toEqual(amount((each) => each.indexOf(true) === place))
            }
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a rule on categories', () => {
  const documents = [
    { language: 'Python', sizeBytes: 600 },
    { language: 'Python', sizeBytes: 500 },
    { language: 'HTML', sizeBytes: 2000 },
    { language: 'Ada', sizeBytes: 99 },
  ]

  it('keeps what is listed, drops what is listed, and drops what there is too little of, with the reason', async () => {
    const of = async (more: object) => (await decide({ documents }, [{ rule: 'category', property: 'language', ...more }])).flat()
    const hit = { kind: 'category', rule: 0, property: 'language', totalBytes: null }
    expect(await of({ keep: ['python', 'HTML'] })).toEqual([{ ...hit, value: 'Ada', why: 'not-kept' }])
    expect(await of({ drop: ['html'] })).toEqual([{ ...hit, value: 'HTML', why: 'dropped' }])
    expect(await of({ minTotalBytes: 1100 })).toEqual([{ ...hit, value: 'Ada', why: 'too-little', totalBytes: 99 }])
  })
})

describe('a rule on duplicates', () => {
  const documents: Plain[] = [
    { path: 'third_party/list.c', licenceClass: 'permissive' },
    { path: 'list.c', licenceClass: 'strong copyleft', value: 100 },
    { path: 'other.c' },
    { path: 'src/list.c', licenceClass: 'permissive' },
  ]
  const pairs: [number, number, number][] = [
    [0, 1, 0.95],
    [0, 3, 0.8],
  ]
  const rule = { rule: 'duplicate', step: 'near-duplicates', jaccard: 0.9 }

  it('keeps the preferred of a cluster and names it with the similarity', async () => {
    const hits = await decide({ documents, pairs }, [rule])
    const hit = {
      kind: 'duplicate',
      rule: 0,
      of: 0,
      name: 'third_party/list.c',
      clusterSize: 2,
      step: 'near-duplicates',
      cut: 0.9,
    }
    expect(hits).toEqual([[], [{ ...hit, jaccard: expect.closeTo(0.95) }], [], []])
    expect(isDropped(await decide({ documents, pairs }, [{ ...rule, keep: ['path'] }]))).toEqual([true, false, false, false])
  })

  it('regroups at another similarity, and says so where two are alike through a third', async () => {
    const hits = await decide({ documents, pairs }, [{ ...rule, jaccard: 0.8, keep: ['path'] }])
    expect(isDropped(hits)).toEqual([true, false, false, true])
    expect(hits[3]).toMatchObject([{ of: 1, clusterSize: 3, jaccard: null }])
  })

  it('keeps one that the rules before it keep, so that no cluster is lost', async () => {
    const size = { rule: 'threshold', signal: 'x', max: 50 }
    const keep = { ...rule, keep: ['path'] }
    expect(isDropped(await decide({ documents, pairs }, [size, keep]))).toEqual([false, true, false, false])
    expect(isDropped(await decide({ documents, pairs }, [keep, size]))).toEqual([true, true, false, false])
  })

  it('keeps the same documents whatever the order of import', async () => {
    const anyCorpus = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 8 }).chain((paths) =>
      fc.record({
        paths: fc.constant(paths),
        order: fc.shuffledSubarray(paths, { minLength: paths.length }),
        alike: fc.array(fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...paths)), { maxLength: 8 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(anyCorpus, async ({ paths, order, alike }) => {
        const keptOf = async (names: readonly string[]) => {
          const known = new Map<string, [number, number, number]>()
          for (const [one, other] of alike) {
            const ids = [names.indexOf(one), names.indexOf(other)].sort((a, b) => a - b) as [number, number]
            if (ids[0] !== ids[1]) known.set(ids.join(), [...ids, 1])
          }
          const sorted = [...known.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1])
          const hits = await decide({ documents: names.map((path) => ({ path })), pairs: sorted }, [rule])
          return names.filter((_, id) => hits[id]?.length === 0).sort()
        }
        expect(await keptOf(order)).toEqual(await keptOf(paths))
      }),
    )
  })

  it('drops whole repositories where repositories were compared, and keeps one that has a document left', async () => {
    const five: Plain[] = ['a/x.c', 'a/y.c', 'b/x.c', 'b/y.c', 'c.c'].map((path, value) => ({ path, value }))
    const repos = { documents: five, repos: [1, 1, 2, 2, 0], pairs: [[0, 2, 0.95]] as [number, number, number][] }
    const hits = await decide(repos, [rule])
    expect(isDropped(hits)).toEqual([false, false, true, true, false])
    expect(hits[3]).toMatchObject([{ of: 0, jaccard: expect.closeTo(0.95), clusterSize: 2 }])
    // Nothing of the first repository is left, so the second stays.
    const low = { rule: 'threshold', signal: 'x', min: 2 }
    expect(isDropped(await decide(repos, [low, rule]))).toEqual([true, true, false, false, false])
  })

  it('drops nothing before the step has run, and says what it waits for', async () => {
    const columns = createColumns({ documents })
    const rules: Rule[] = [ruleKeys.parse(rule)]
    const { effects, kept } = await createTuning({ project: () => columns }).preview({ rules, histograms: [], boundary: null })
    expect(effects[0]?.waitsFor).toContain('near-duplicates')
    expect(kept.documents).toBe(4)
  })
})

describe('a rule on findings', () => {
  const findings: FoundTypes = {
    documents: Uint32Array.of(1, 1, 2),
    typePlaces: Uint8Array.of(0, 1, 1),
    counts: Uint32Array.of(3, 1, 2),
    types: ['email', 'key'],
  }
  const corpus = { documents: [{}, {}, {}], findings }
  const rule = { rule: 'finding', step: 'secrets' }

  it('drops what has any of the types, and says how many of each', async () => {
    expect(await decide(corpus, [rule])).toEqual([
      [],
      [
        {
          kind: 'finding',
          rule: 0,
          step: 'secrets',
          types: [
            { type: 'email', count: 3 },
            { type: 'key', count: 1 },
          ],
        },
      ],
      [{ kind: 'finding', rule: 0, step: 'secrets', types: [{ type: 'key', count: 2 }] }],
    ])
    expect(isDropped(await decide(corpus, [{ ...rule, types: ['email'] }]))).toEqual([false, true, false])
  })

  it('drops nothing where it only masks or marks', async () => {
    for (const action of ['mask', 'mark']) {
      expect(isDropped(await decide(corpus, [{ ...rule, action }]))).toEqual([false, false, false])
    }
  })
})

describe('a rule on scores', () => {
  it('keeps the best share, all of one language or of each, or what reaches a score', async () => {
    const documents = [0.1, 0.2, 0.3, 0.4, 0.5].map((value, at) => ({ value, language: at < 2 ? 'C' : 'Go' }))
    const of = async (more: object) =>
      isDropped(await decide({ documents }, [{ rule: 'score', ...more }]))
        .map(Number)
        .join('')
    expect(await of({ keepShare: 0.4 })).toBe('11100')
    expect(await of({ keepShare: 0.5, byLanguage: true })).toBe('10100')
    expect(await of({ min: 0.4 })).toBe('11100')
    expect((await decide({ documents }, [{ rule: 'score', min: 0.4 }]))[0]).toMatchObject([{ kind: 'score', bound: 'min' }])
  })
})

describe('the funnel', () => {
  it('counts for each rule what it drops and no rule before it', async () => {
    const documents = [1, 2, 3, 4].map((value) => ({ value, sizeBytes: 10 * value }))
    const columns = createColumns({ documents })
    const rules = [{ max: 3 }, { min: 2 }, { max: 2 }].map((more) => ruleKeys.parse({ rule: 'threshold', signal: 'x', ...more }))
    const tuning = createTuning({ project: () => columns })
    const { effects } = await tuning.preview({ rules, histograms: [], boundary: null })
    expect(effects.map(({ droppedFirst }) => droppedFirst)).toEqual([
      { documents: 1, bytes: 40 },
      { documents: 1, bytes: 10 },
      { documents: 1, bytes: 30 },
    ])
    // The last document came in after the second measure was taken.
    const sums = await tuning.funnel(rules, [await columns.sizesBytes(), [1, 2, 3]])
    expect(sums).toEqual([
      { documents: 1, sums: [40, 0] },
      { documents: 1, sums: [10, 1] },
      { documents: 1, sums: [30, 3] },
    ])
  })
})
