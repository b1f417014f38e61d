import { expect, test } from 'vitest'
import type { ColumnRole, Inspection } from '#contracts/imports'
import {
  addInputs,
  assignRole,
  listReady,
  needsText,
  planInputs,
} from '../../../../../renderer/features/data/import/import-plan.ts'

function inspect(
  kind: Inspection['location']['kind'],
  columns: Record<string, ColumnRole> = {},
  more: Partial<Inspection> = {},
): Inspection {
  return {
    location: { kind, path: `/${kind}`, table: null },
    sizeBytes: null,
    rowCount: null,
    columns: Object.entries(columns).map(([name, proposedRole]) => ({ name, type: 'string', proposedRole })),
    firstRows: [],
    warnings: [],
    ...more,
  }
}

test('what is proposed is chosen, but for alternatives and what has no text', () => {
  const inputs = planInputs([
    inspect('folder'),
    inspect('git', {}, { isAlternative: true }),
    inspect('csv', { a: 'text' }),
    inspect('parquet', { a: 'metadata' }),
  ])
  expect(inputs.map(({ isChosen }) => isChosen)).toEqual([true, false, true, false])
  expect(new Set(inputs.map(({ id }) => id)).size).toBe(4)
})

test('an input that is there already keeps what a person changed', () => {
  const [input] = planInputs([inspect('csv', { a: 'text' })])
  const changed = { ...input, isChosen: false } as NonNullable<typeof input>
  expect(
    addInputs([changed], planInputs([inspect('csv', { a: 'text' }), inspect('folder')])).map(({ isChosen }) => isChosen),
  ).toEqual([false, true])
})

test('a role that one column can have is taken from the other', () => {
  expect(assignRole({ a: 'text', b: 'metadata', c: 'metadata' }, 'b', 'text')).toEqual({
    a: 'metadata',
    b: 'text',
    c: 'metadata',
  })
  expect(assignRole({ a: 'ignored', b: 'metadata' }, 'b', 'ignored')).toEqual({ a: 'ignored', b: 'ignored' })
})

test('nothing starts while something that is chosen has no text', () => {
  const [table, folder] = planInputs([inspect('csv', { a: 'metadata' }), inspect('folder')])
  if (!table || !folder) throw new Error('Both are planned.')
  expect([needsText(table), needsText(folder)]).toEqual([true, false])
  expect(listReady([table, folder])).toEqual([folder])
  expect(listReady([{ ...table, isChosen: true }, folder])).toEqual([])
})
