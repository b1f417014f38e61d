import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DocumentRow } from '#contracts/dataset'
import type { BoundaryRow, HistogramRequest, Preview, PreviewRequest } from '#contracts/tuning'
import { toDocumentId } from '#engine/dataset/documents/document-id'
import { sortByValue } from '#engine/dataset/signals/sorted-column'
import type { RuleColumns } from '#engine/tuning/rules/rule-columns'
import { createTuning } from '#engine/tuning/tuning'
import { makeDocumentRow } from '../../support/make-document-row.ts'
import { type NumericThreshold, threshold } from '../../support/threshold.ts'

interface Table {
  sizes: number[]
  /** By document the place of its language. */
  languages?: number[]
  columns: Record<string, number[]>
}

const signals = ['a', 'b', 'c']
const languageNames = ['none', 'C', 'Go', 'Zig']

function createProject({ sizes, columns, languages = sizes.map(() => 0) }: Table): RuleColumns {
  const category = { places: Float32Array.from(languages), values: languageNames }
  const exactSizes = Float64Array.from(sizes)
  const stored = new Map(Object.entries(columns).map(([name, values]) => [name, Float32Array.from(values)]))
  const row = (id: number, names: readonly string[]): DocumentRow =>
    makeDocumentRow({
      id,
      path: `file-${id}`,
      sizeBytes: sizes[id] ?? 0,
      signals: names.map((name) => {
        const value = stored.get(name)?.[id] ?? Number.NaN
        return Number.isNaN(value) ? null : value
      }),
    })
  return {
    documentCount: sizes.length,
    listSignals: () => [...stored.keys()].map((name) => ({ name })),
    readColumn: async (name) => stored.get(name) ?? new Float32Array(),
    sortColumn: async (name) => sortByValue(stored.get(name) ?? new Float32Array()),
    sizesBytes: async () => exactSizes,
    readCategory: async () => category,
    findDuplicates: async () => null,
    hasDuplicates: () => false,
    findFindings: async () => null,
    readFindings: async () => [],
    rows: (ids, names) => ids.map((id) => row(id, names)),
  }
}

function createTuningOf(table: Table) {
  const project = createProject(table)
  return createTuning({ project: () => project })
}

const request = (part: Partial<PreviewRequest>): PreviewRequest => ({ rules: [], histograms: [], boundary: null, ...part })
const histogramOf = (part: Partial<HistogramRequest>): HistogramRequest => ({
  signal: 'a',
  bins: 4,
  scale: 'linear',
  range: null,
  ...part,
})

/** The contract's words, one document after the other. */
function recount(
  table: Table,
  { rules, histograms, boundary }: PreviewRequest,
  allEdges: readonly Float64Array<ArrayBuffer>[],
): Omit<Preview, 'boundary'> & { near: unknown } {
  const ids = table.sizes.map((_, id) => id)
  const cuts = rules as NumericThreshold[]
  const readValue = (signal: string, id: number) => Math.fround(table.columns[signal]?.[id] ?? Number.NaN)
  const isBelow = (cut: NumericThreshold, id: number) => cut.min !== null && readValue(cut.signal, id) < Math.fround(cut.min)
  const isAbove = (cut: NumericThreshold, id: number) => cut.max !== null && readValue(cut.signal, id) > Math.fround(cut.max)
  const failsOf = (id: number) => cuts.filter((cut) => isBelow(cut, id) || isAbove(cut, id))
  const amount = (selected: number[]) => ({
    documents: selected.length,
    bytes: selected.reduce((sum, id) => sum + (table.sizes[id] ?? 0), 0),
  })
  const isKept = (id: number) => failsOf(id).length === 0
  const effects = cuts.map((cut) => {
    const values = ids.map((id) => readValue(cut.signal, id)).filter((value) => !Number.isNaN(value))
    const share = (isCounted: (value: number) => boolean) =>
      values.length ? (values.filter(isCounted).length / values.length) * 100 : null
    const { min, max } = cut
    return {
      min: min === null ? null : min + 0,
      max: max === null ? null : max + 0,
      waitsFor: null,
      minPercentile: min === null ? null : share((value) => value < Math.fround(min)),
      maxPercentile: max === null ? null : share((value) => value <= Math.fround(max)),
      dropped: amount(ids.filter((id) => failsOf(id).includes(cut))),
      droppedAlone: amount(ids.filter((id) => failsOf(id).length === 1 && failsOf(id)[0] === cut)),
      droppedFirst: amount(ids.filter((id) => failsOf(id)[0] === cut)),
    }
  })
  const recountBins = ({ signal, bins, scale }: HistogramRequest, edges: Float64Array<ArrayBuffer>) => {
    const inBin = (bin: number, value: number) => {
      const [start = 0, end = 0] = edges.slice(bin, bin + 2)
      return Number.isFinite(value) && value >= start && (value < end || (bin === bins - 1 && value === end))
    }
    const idsOfBin = Array.from({ length: bins }, (_, bin) => ids.filter((id) => inBin(bin, readValue(signal, id))))
    const count = (isCounted: (value: number) => boolean) => ids.filter((id) => isCounted(readValue(signal, id))).length
    return {
      signal,
      scale,
      edges,
      total: Uint32Array.from(idsOfBin, (bin) => bin.length),
      kept: Uint32Array.from(idsOfBin, (bin) => bin.filter(isKept).length),
      below: count((value) => value < (edges[0] ?? 0)),
      above: count((value) => value > (edges[bins] ?? 0)),
      missing: count(Number.isNaN),
    }
  }
  const languages = languageNames.map((language, place) => {
    const ofIt = ids.filter((id) => (table.languages?.[id] ?? 0) === place)
    return { language, whole: amount(ofIt), kept: amount(ofIt.filter(isKept)) }
  })
  return {
    kept: amount(ids.filter(isKept)),
    dropped: amount(ids.filter((id) => !isKept(id))),
    effects,
    histograms: histograms.map((request, place) => recountBins(request, allEdges[place] ?? new Float64Array())),
    languages: languages.filter(({ whole }) => whole.documents > 0).toSorted((one, other) => other.whole.bytes - one.whole.bytes),
    near: boundary && findNear(),
  }

  function findNear() {
    if (!boundary) return null
    const cut = cuts.find((candidate) => candidate.signal === boundary.signal) ?? threshold(boundary.signal)
    const valued = ids.filter((id) => !Number.isNaN(readValue(boundary.signal, id)))
    const isOutside = boundary.bound === 'min' ? isBelow : isAbove
    const sorted = (direction: number) =>
      valued.toSorted((left, right) => {
        const [x, y] = [readValue(boundary.signal, left), readValue(boundary.signal, right)]
        return x === y ? left - right : x < y ? -direction : direction
      })
    const withFails = (id: number) => ({ id, droppedBy: failsOf(id).map((failed) => cuts.indexOf(failed)) })
    const inwards = boundary.bound === 'min' ? 1 : -1
    return {
      inside: sorted(inwards)
        .filter((id) => !isOutside(cut, id))
        .slice(0, boundary.limit)
        .map(withFails),
      outside: sorted(-inwards)
        .filter((id) => isOutside(cut, id))
        .slice(0, boundary.limit)
        .map(withFails),
    }
  }
}

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -5, max: 20 }) },
  { weight: 2, arbitrary: fc.float() },
  fc.constantFrom(Number.NaN, 0, -0, Infinity, -Infinity, 0.1, 1e-40),
)
const anyTable: fc.Arbitrary<Table> = fc
  .array(fc.tuple(fc.nat(5000), value, value, value, fc.nat(3)), { maxLength: 60 })
  .map((rows) => ({
    sizes: rows.map(([size]) => size),
    languages: rows.map((row) => row[4]),
    columns: Object.fromEntries(signals.map((name, index) => [name, rows.map((row) => row[index + 1] as number)])),
  }))
const bound = fc.option(fc.oneof(fc.integer({ min: -6, max: 21 }), fc.constantFrom(0, -0, 0.1, 0.5)))
const anyRule: fc.Arbitrary<NumericThreshold> = fc
  .tuple(fc.constantFrom(...signals), bound, bound)
  .map(([signal, min, max]) =>
    threshold(signal, min !== null && max !== null && min > max ? { min: max, max: min } : { min, max }),
  )
const anyRequest: fc.Arbitrary<PreviewRequest> = fc.record({
  rules: fc.uniqueArray(anyRule, { selector: ({ signal }) => signal, maxLength: 3 }),
  histograms: fc.array(
    fc.record({
      signal: fc.constantFrom(...signals),
      bins: fc.integer({ min: 2, max: 12 }),
      scale: fc.constantFrom('linear' as const, 'log' as const),
      range: fc.option(fc.tuple(fc.integer({ min: -8, max: 22 }), fc.nat(20)).map(([min, width]) => ({ min, max: min + width }))),
    }),
    { maxLength: 5 },
  ),
  boundary: fc.option(
    fc.record({
      signal: fc.constantFrom(...signals),
      bound: fc.constantFrom('min' as const, 'max' as const),
      limit: fc.integer({ min: 1, max: 8 }),
    }),
  ),
})

describe('a preview', () => {
  it('counts what a recount of every document counts, whatever was asked before', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.array(anyRequest, { minLength: 1, maxLength: 12 }), async (table, requests) => {
        const tuning = createTuningOf(table)
        for (const each of requests) {
          const { boundary, ...counted } = await tuning.preview(each)
          const { near, ...expected } = recount(
            table,
            each,
            counted.histograms.map(({ edges }) => edges),
          )
          expect(counted).toEqual(expected)
          const shortRows = (rows: BoundaryRow[]) => rows.map(({ id, droppedBy }) => ({ id, droppedBy }))
          expect(boundary && { inside: shortRows(boundary.inside), outside: shortRows(boundary.outside) }).toEqual(near)
          const decisions = tuning.decide(each.rules)
          const mask = await decisions.kept()
          expect(mask?.reduce((sum, kept) => sum + kept, 0)).toBe(counted.kept.documents)
          const hits = await Promise.all(table.sizes.map((_, id) => decisions.hits(toDocumentId(id))))
          expect(hits.map(({ length }) => (length === 0 ? 1 : 0))).toEqual(Array.from(mask ?? []))
        }
      }),
      { numRuns: 150 },
    )
  })

  it('says which rules drop a document next to a bound, also one inside of it', async () => {
    const tuning = createTuningOf({ sizes: [1, 1, 1], columns: { a: [1, 5, 9], b: [0, 3, 0], c: [0, 7, 0] } })
    const rules = [
      threshold('a', { min: 3, max: 8 }),
      threshold('b', { max: 2 }),
      threshold('c', { min: 8 }),
      threshold('b', { max: 1 }),
    ]
    const { boundary } = await tuning.preview(request({ rules, boundary: { signal: 'a', bound: 'max', limit: 5 } }))
    expect(boundary?.inside.map(({ id, droppedBy }) => [id, droppedBy])).toEqual([
      [1, [1, 2, 3]],
      [0, [0, 2]],
    ])
    expect(boundary?.outside.map(({ id, droppedBy }) => [id, droppedBy])).toEqual([[2, [0, 2]]])
  })

  it('accounts for every document in a histogram, with edges in order', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, anyRequest, async (table, each) => {
        const { histograms } = await createTuningOf(table).preview(each)
        for (const { edges, total, below, above, missing } of histograms) {
          expect(total.reduce((sum, count) => sum + count, below + above + missing)).toBe(table.sizes.length)
          expect(edges).toHaveLength(total.length + 1)
          expect(edges).toEqual(edges.toSorted())
          expect(edges.every(Number.isFinite)).toBe(true)
        }
      }),
    )
  })

  it('takes a typed bound for the stored value that it looks like', async () => {
    const tuning = createTuningOf({ sizes: [1, 1, 1], columns: { a: [0.1, 0.2, 0.3] } })
    const { effects } = await tuning.preview(request({ rules: [threshold('a', { min: 0.1, max: 0.2 })] }))
    expect(effects[0]?.dropped.documents).toBe(1)
    expect(await tuning.decide([threshold('a', { max: 0.2 })]).hits(toDocumentId(2))).toEqual([
      { kind: 'threshold', rule: 0, signal: 'a', bound: 'max', cut: 0.2, value: Math.fround(0.3) },
    ])
  })

  it('keeps zeros above a bound that is too small for the stored precision, and drops infinity above one that is too large', async () => {
    const tuning = createTuningOf({ sizes: [1, 1], columns: { a: [0, Infinity] } })
    expect(await tuning.decide([threshold('a', { min: 1e-60 })]).kept()).toEqual(Uint8Array.of(0, 1))
    expect(await tuning.decide([threshold('a', { max: 1e60 })]).kept()).toEqual(Uint8Array.of(1, 0))
  })

  it('lets a rule on a signal that the project lacks drop nothing', async () => {
    const tuning = createTuningOf({ sizes: [1], columns: { a: [1] } })
    const { kept, effects } = await tuning.preview(request({ rules: [threshold('gone', { min: 5 })] }))
    expect(kept.documents).toBe(1)
    expect(effects[0]).toMatchObject({
      minPercentile: null,
      waitsFor: expect.stringContaining('gone'),
      dropped: { documents: 0, bytes: 0 },
    })
  })

  it('refuses a histogram or a boundary of a signal that the project lacks', async () => {
    const tuning = createTuningOf({ sizes: [1], columns: { a: [1] } })
    const missing = { code: 'signal.not-found', data: { signal: 'gone' } }
    await expect(tuning.preview(request({ histograms: [histogramOf({ signal: 'gone' })] }))).rejects.toMatchObject(missing)
    await expect(tuning.preview(request({ boundary: { signal: 'gone', bound: 'min', limit: 1 } }))).rejects.toMatchObject(missing)
  })

  it('shows one value in the middle, and an empty axis when there is none', async () => {
    const one = await createTuningOf({ sizes: [1, 1], columns: { a: [7, 7] } }).preview(
      request({ histograms: [histogramOf({ bins: 3 })] }),
    )
    expect([...(one.histograms[0]?.total ?? [])]).toEqual([0, 2, 0])
    expect([...(one.histograms[0]?.edges ?? [])]).toEqual([6.5, expect.closeTo(6.833), expect.closeTo(7.166), 7.5])
    for (const scale of ['linear', 'log'] as const) {
      const none = await createTuningOf({ sizes: [1], columns: { a: [Number.NaN] } }).preview(
        request({ histograms: [histogramOf({ scale })] }),
      )
      expect(none.histograms[0]).toMatchObject({ total: new Uint32Array(4), missing: 1 })
    }
  })

  it('counts what is not positive below a logarithmic axis with bins of equal ratio', async () => {
    const tuning = createTuningOf({ sizes: [1, 1, 1, 1, 1], columns: { a: [-3, 0, 1, 50, 10_000] } })
    const [histogram] = (await tuning.preview(request({ histograms: [histogramOf({ scale: 'log' })] }))).histograms
    expect(histogram).toMatchObject({ below: 2, total: Uint32Array.of(1, 1, 0, 1) })
    expect(histogram?.edges.map(Math.round)).toEqual(Float64Array.of(1, 10, 100, 1000, 10_000))
  })

  it('needs a project', async () => {
    await expect(createTuning({ project: () => null }).ranges()).rejects.toMatchObject({ code: 'project.not-open' })
  })

  it('starts anew when the columns of the project change', async () => {
    let project = createProject({ sizes: [1], columns: { a: [1] } })
    const tuning = createTuning({ project: () => project })
    expect((await tuning.preview(request({}))).kept.documents).toBe(1)
    project = createProject({ sizes: [1, 1], columns: { a: [1, 2] } })
    expect((await tuning.preview(request({ rules: [threshold('a', { min: 2 })] }))).kept.documents).toBe(1)
    expect((await tuning.ranges())[0]?.valueCount).toBe(2)
  })
})

describe('the range of a signal', () => {
  it('has the extremes and the median of the finite values', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, async (table) => {
        for (const range of await createTuningOf(table).ranges()) {
          const values = (table.columns[range.signal] ?? []).map(Math.fround).filter((each) => !Number.isNaN(each))
          const finite = values.filter(Number.isFinite).sort((left, right) => left - right)
          const middle = (finite.length - 1) / 2
          const median = finite.length ? ((finite[Math.floor(middle)] ?? 0) + (finite[Math.ceil(middle)] ?? 0)) / 2 : null
          expect(range.valueCount).toBe(values.length)
          expect(range.missingCount).toBe(table.sizes.length - values.length)
          expect([range.min, range.max, range.median].map((each) => (each === null ? null : each + 0))).toEqual(
            [finite[0] ?? null, finite.at(-1) ?? null, median].map((each) => (each === null ? null : each + 0)),
          )
        }
      }),
    )
  })

  it('suggests a logarithmic axis for positive values with a long tail', async () => {
    const tuning = createTuningOf({ sizes: [1, 1, 1], columns: { tail: [1, 2, 1000], even: [1, 2, 3], signed: [-1, 2, 1000] } })
    expect((await tuning.ranges()).map(({ suggestedScale }) => suggestedScale)).toEqual(['log', 'linear', 'linear'])
  })
})
