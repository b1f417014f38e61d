import { expect, test } from 'vitest'
import type { Signal } from '#contracts/dataset'
import {
  emptyQuery,
  isFiltered,
  nextSort,
  resolveColumns,
  resolveProperties,
  toggle,
} from '../../../../renderer/features/data/document-view.ts'

function signal(name: string): Signal {
  return { name, label: name, unit: 'lines', description: '', producer: 'statistics', stale: false, missingCount: 0 }
}

test('without a choice a few telling signals are shown in the order of the project', () => {
  const signals = ['size', 'digit_fraction', 'max_line_length', 'lines', 'a', 'b', 'c'].map(signal)
  expect(resolveColumns(signals, null)).toEqual(['digit_fraction', 'max_line_length', 'lines', 'a', 'b'])
})

test('chosen columns that the project does not have are left out', () => {
  expect(resolveColumns([signal('lines')], ['model_perplexity', 'lines'])).toEqual(['lines'])
  expect(resolveColumns([signal('lines')], [])).toEqual([])
})

test('properties are shown in one order, and the usual ones without a choice', () => {
  expect(resolveProperties(null)).toEqual(['label', 'language', 'size'])
  expect(resolveProperties(['size', 'repo', 'licence'])).toEqual(['licence', 'repo', 'size'])
  expect(resolveProperties([])).toEqual([])
})

test('a number sorts from the largest first, text from the start, and a second click turns it round', () => {
  const first = nextSort({ column: 'path', direction: 'ascending' }, 'max_line_length')
  expect(first).toEqual({ column: 'max_line_length', direction: 'descending' })
  expect(nextSort(first, 'max_line_length')).toEqual({ column: 'max_line_length', direction: 'ascending' })
  expect(nextSort(first, 'language')).toEqual({ column: 'language', direction: 'ascending' })
})

test('any condition makes a query a filter', () => {
  expect(isFiltered(emptyQuery)).toBe(false)
  expect(isFiltered({ ...emptyQuery, verdict: 'dropped' })).toBe(true)
  expect(isFiltered({ ...emptyQuery, languages: toggle(emptyQuery.languages, 'Python') })).toBe(true)
  expect(toggle(['a', 'b'], 'a')).toEqual(['b'])
})
