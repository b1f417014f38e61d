import { expect, test } from 'vitest'
import { readFields } from '#engine/dataset/importers/row-fields'

const readMetadata = (values: Record<string, unknown>) => ({ ...readFields(values, {}).metadata })

test('the metadata of an exported document has its own names again, also where Parquet holds it as JSON', () => {
  const metadata = { year: 2024, author: { name: 'Ada' } }
  for (const exported of [metadata, JSON.stringify(metadata)])
    expect(readMetadata({ source: 'code', metadata: exported })).toEqual({ source: 'code', ...metadata })
})

test('what was called like a column of the export stays apart from it', () => {
  expect(readMetadata({ source: 'second', metadata: { source: 'first', year: 2024, metadata: { a: 1 } } })).toEqual({
    ...{ source: 'second', year: 2024 },
    metadata: { source: 'first', metadata: { a: 1 } },
  })
})

test('a column of that name that holds anything but fields is kept as it is', () => {
  for (const value of ['{not JSON', 'words', '[1]', [1, 2], 3])
    expect(readMetadata({ metadata: value })).toEqual({ metadata: value })
})
