import { expect, test } from 'vitest'
import { describeCursor } from '#engine/completion/cursor'

test('describes the line of the cursor and its neighbours that are not blank', () => {
  const cursor = describeCursor({ language: 'python', prefix: 'import os\n\n  x = f', suffix: '(1)\n\n  \n  y = 2\nz' })
  expect(cursor).toMatchObject({ linePrefix: '  x = f', lineSuffix: '(1)', lineAbove: 'import os', lineBelow: '  y = 2' })
})

test('has no neighbours in an empty file', () => {
  expect(describeCursor({ language: 'python', prefix: '', suffix: '' })).toMatchObject({
    linePrefix: '',
    lineSuffix: '',
    lineAbove: null,
    lineBelow: null,
  })
})

test('leaves open for the text what the suffix does not close', () => {
  const cursor = describeCursor({ language: 'typescript', prefix: 'foo(bar(', suffix: ')\n' })
  expect(cursor.openBrackets).toEqual(['(', '('])
  expect(cursor.closableCount).toBe(1)
})
