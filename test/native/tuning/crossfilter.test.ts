import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCrossfilter, type RuleDrops } from '#native'

interface ListedRule {
  key: string
  order: readonly number[]
  /** Borders of one segment. */
  places: readonly number[]
}

const documentCount = 40
const edges = Float64Array.of(0, 1, 2, 4)

const anyRule: fc.Arbitrary<ListedRule> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  // Few orders, so that rules often keep theirs.
  order: fc.constantFrom(
    ...[1, 3, 7, 11].map((step) => Array.from({ length: documentCount }, (_, at) => (at * step) % documentCount)),
  ),
  places: fc
    .array(fc.nat(documentCount), { minLength: 4, maxLength: 4 })
    .map((places) => places.sort((one, other) => one - other)),
})
const anyRules = fc.uniqueArray(anyRule, { selector: ({ key }) => key })
const anyValue = fc.oneof(fc.integer({ min: -1, max: 5 }), fc.constantFrom(Number.NaN, Infinity, -Infinity))

const orders = new Map<readonly number[], Uint32Array>()

function toDrops({ key, order, places }: ListedRule): RuleDrops {
  const known = orders.get(order) ?? Uint32Array.from(order)
  orders.set(order, known)
  return { key, order: known, segments: Uint32Array.from(places) }
}

function isDropped({ order, places: [from = 0, start = 0, end = 0, to = 0] }: ListedRule, id: number): boolean {
  const place = order.indexOf(id)
  return (place >= from && place < start) || (place >= end && place < to)
}

function findBin(value: number): number {
  if (Number.isNaN(value)) return 5
  if (value < 0) return 3
  if (value > 4) return 4
  return value < 1 ? 0 : value < 2 ? 1 : 2
}

describe('a crossfilter', () => {
  it('counts what a look at every document counts, after any sequence of rules', () => {
    fc.assert(
      fc.property(
        fc.array(anyRules, { minLength: 1, maxLength: 8 }),
        fc.array(anyValue, { minLength: documentCount, maxLength: documentCount }),
        fc.array(fc.nat(1000), { minLength: documentCount, maxLength: documentCount }),
        (steps, values, sizes) => {
          using crossfilter = createCrossfilter(Float64Array.from(sizes))
          const bins = crossfilter.follow(Float32Array.from(values), edges, { countsBytes: true })
          const amount = (isCounted: (id: number) => boolean) => {
            const counted = sizes.filter((_, id) => isCounted(id))
            return { documents: counted.length, bytes: counted.reduce((sum, size) => sum + size, 0) }
          }
          const byBin = (isCounted: (id: number) => boolean) => {
            const each = Array.from({ length: 6 }, (_, bin) =>
              amount((id) => isCounted(id) && findBin(values[id] as number) === bin),
            )
            return {
              documents: Uint32Array.from(each, ({ documents }) => documents),
              bytes: Float64Array.from(each, ({ bytes }) => bytes),
            }
          }
          expect(bins.whole).toEqual(byBin(() => true))
          for (const rules of steps) {
            crossfilter.setRules(rules.map(toDrops))
            const hits = sizes.map((_, id) => rules.flatMap((rule, place) => (isDropped(rule, id) ? place : [])))
            expect(crossfilter.readKept()).toEqual(amount((id) => hits[id]?.length === 0))
            expect(bins.readKept()).toEqual(byBin((id) => hits[id]?.length === 0))
            expect(crossfilter.readEffects()).toEqual(
              rules.map((_, place) => ({
                dropped: amount((id) => hits[id]?.includes(place) === true),
                droppedAlone: amount((id) => hits[id]?.length === 1 && hits[id][0] === place),
                droppedFirst: amount((id) => hits[id]?.[0] === place),
              })),
            )
          }
        },
      ),
    )
  })

  it('refuses what does not fit, says what, and goes on with the rules before', () => {
    const crossfilter = createCrossfilter(Float64Array.of(1, 2, 4))
    const rule = { key: 'a', order: Uint32Array.of(2, 0, 1), segments: Uint32Array.of(0, 1, 3, 3) }
    crossfilter.setRules([rule])
    expect(() => crossfilter.setRules([{ ...rule, segments: Uint32Array.of(0, 2, 1, 3) }])).toThrow('segment 0 is 0, 2, 1, 3')
    expect(() => crossfilter.setRules([{ ...rule, key: 'b', order: Uint32Array.of(3) }])).toThrow('at most 1')
    expect(() => crossfilter.setRules([{ ...rule, segments: Uint32Array.of(1) }])).toThrow('segments[0] has 1 numbers')
    expect(() => crossfilter.setRules([rule, rule])).toThrow('same key')
    expect(() => crossfilter.follow(new Float32Array(2), edges)).toThrow('values has 2 numbers for 3 documents')
    expect(() => crossfilter.follow(new Float32Array(3), Float64Array.of(1))).toThrow('there are 1 edges')
    expect(() => createCrossfilter(Float64Array.of(0.5))).toThrow('sizes[0]')
    expect(crossfilter.readKept()).toEqual({ documents: 2, bytes: 3 })
    crossfilter.close()
    expect(() => crossfilter.setRules([])).toThrow('the crossfilter is closed')
  })
})
