import fc from 'fast-check'
import { expect, it } from 'vitest'
import { groupOrder } from '#native'

const groupCount = 3
const anyGroups = fc.array(fc.nat(groupCount), { maxLength: 60 })

it('documents stand group by group as they stood, and those of no group are left out', () => {
  fc.assert(
    fc.property(anyGroups, (groups) => {
      const order = Uint32Array.from(groups, (_, id) => groups.length - 1 - id)
      const grouped = groupOrder(order, { groups: Uint16Array.from(groups), groupCount })
      const expected = [1, 2, 3].map((group) => Array.from(order).filter((id) => groups[id] === group))
      expect(Array.from(grouped.order)).toEqual(expected.flat())
      expect(Array.from(grouped.starts.subarray(1))).toEqual(expected.map((_, at) => expected.slice(0, at + 1).flat().length))
    }),
  )
})

it('an id or a group that does not exist is named', () => {
  const groups = Uint16Array.of(1, 2)
  expect(() => groupOrder(Uint32Array.of(2), { groups, groupCount: 2 })).toThrow('the id 2; there are 2 documents')
  expect(() => groupOrder(Uint32Array.of(1), { groups, groupCount: 1 })).toThrow('groups[1] is 2; there are 1 groups')
})
