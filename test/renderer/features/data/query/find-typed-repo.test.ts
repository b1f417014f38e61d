import { expect, test } from 'vitest'
import { findTypedRepo } from '../../../../../renderer/features/data/query/find-typed-repo.ts'

test('the part of a name is what stands between the field and the cursor', () => {
  const find = (query: string) => findTypedRepo(query, query.length)
  expect(find('lang:python repo:pyt')).toBe('pyt')
  expect(find('-repo:"a b')).toBe('a b')
  expect(find('(repo=')).toBe('')
  expect(findTypedRepo('repo:pytorch lines>2', 8)).toBe('pyt')
})

test('elsewhere no repository is asked for', () => {
  for (const query of ['', 'repo', 'repo:a ', 'lang:repo', 'xrepo:a']) expect(findTypedRepo(query, query.length)).toBeNull()
})
