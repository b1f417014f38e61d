import { expect, test } from 'vitest'
import { findMarks, listPathPieces } from '../../../../../renderer/features/data/query/path-marks.ts'

const marked = (query: string, path: string) =>
  findMarks(path, listPathPieces(query, ['lines'])).map(({ start, end }) => path.slice(start, end))

test('what a query looks for in paths is marked, in the case that it asks for', () => {
  expect(marked('path:src lines>3', 'src/Src.c')).toEqual(['src', 'Src'])
  expect(marked("path:'Src'", 'src/Src.c')).toEqual(['Src'])
  expect(marked('path:.c OR path:src', 'src/a.cpp')).toEqual(['src', '.c'])
})

test('texts, expressions and what must not be there are not marked', () => {
  expect(marked('src /src/ path:/(s+)+$/ -path:src', 'src/a.c')).toEqual([])
  expect(marked('path:"', 'src/a.c')).toEqual([])
})
