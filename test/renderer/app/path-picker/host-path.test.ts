import { expect, test } from 'vitest'
import { fileNameOf, isName, pathIn } from '../../../../renderer/app/path-picker/host-path.ts'

test('a name is told from a path into another folder', () => {
  expect(isName('kept.jsonl', '/data')).toBe(true)
  expect(isName('a\\b:c', '/data')).toBe(true)
  expect(isName('a\\xff', '/gr\\xfcn')).toBe(true)
  expect(isName('kept.jsonl', 'C:\\data')).toBe(true)
  for (const path of ['old/kept.jsonl', '../kept.jsonl', '/data/kept.jsonl']) expect(isName(path, '/data')).toBe(false)
  for (const path of ['old\\kept.jsonl', 'old/kept.jsonl', 'D:kept.jsonl']) expect(isName(path, 'C:\\data')).toBe(false)
})

test.each([
  ['/a/b.py', 'b.py'],
  ['/a/b/', 'b'],
  ['/', '/'],
  ['/gr\\xfcn/a\\xff.py', 'a\\xff.py'],
  ['C:\\a\\b.py', 'b.py'],
  ['C:\\a/b.py', 'b.py'],
  ['\\\\server\\share\\b.py', 'b.py'],
])('the file name of %s is %s', (path, name) => {
  expect(fileNameOf(path)).toBe(name)
})

test('a path in a folder is written as its machine writes paths', () => {
  expect(pathIn('/home/ada', 'web')).toBe('/home/ada/web')
  expect(pathIn('/', 'web')).toBe('/web')
  expect(pathIn('/gr\\xfcn', 'a\\xff')).toBe('/gr\\xfcn/a\\xff')
  expect(pathIn('/ends with \\', 'web')).toBe('/ends with \\/web')
  expect(pathIn('C:\\Users\\ada', 'web')).toBe('C:\\Users\\ada\\web')
  expect(pathIn('C:\\', 'web')).toBe('C:\\web')
})
