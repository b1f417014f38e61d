import { expect, it } from 'vitest'
import { findFormat, suggestName, withEnding } from '../../../../renderer/app/export/export-target.ts'

it('a name is suggested that every file system takes, with the ending of the format', () => {
  const suggest = (projectName: string, format: 'jsonl.zst' | 'folder') => suggestName({ projectName, which: 'kept', format })
  expect(suggest('My code: all of it?', 'jsonl.zst')).toBe('My-code-all-of-it-kept.jsonl.zst')
  expect(suggest('代码', 'folder')).toBe('代码-kept')
  expect(suggest('...', 'folder')).toBe('documents-kept')
})

it('another format changes the ending that a format has, and no other', () => {
  expect(withEnding('/a/b.jsonl', 'jsonl.zst')).toBe('/a/b.jsonl.zst')
  expect(withEnding('/a/b.jsonl.zst', 'parquet')).toBe('/a/b.parquet')
  expect(withEnding('/a/b.parquet', 'folder')).toBe('/a/b')
  expect(withEnding('/a.b/c.d', 'jsonl')).toBe('/a.b/c.d.jsonl')
})

it.each([
  ['a.jsonl', 'jsonl'],
  ['a.jsonl.zst', 'jsonl.zst'],
  ['a.parquet', 'parquet'],
  ['a.folder', undefined],
  ['a', undefined],
])('the name %s asks for the format %s', (name, format) => {
  expect(findFormat(name)).toBe(format)
})
