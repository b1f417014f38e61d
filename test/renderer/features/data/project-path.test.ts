import { expect, test } from 'vitest'
import { folderNameFor, isWholePath } from '../../../../renderer/features/data/project-path.ts'

test('a folder name keeps letters of any script and loses what a file system refuses', () => {
  expect(folderNameFor('  Web code 2026 ')).toBe('Web-code-2026')
  expect(folderNameFor('代码/数据: v1?')).toBe('代码-数据-v1')
  expect(folderNameFor('../..')).toBe('')
})

test('a whole path begins at the root, at a drive or at a share', () => {
  for (const path of ['/', '/home/ada', 'C:\\Users', 'd:/code', '\\\\server\\share']) expect(isWholePath(path)).toBe(true)
  for (const path of ['', 'code', './code', '../code', '~/code', 'C:', 'C:code', ' /home']) expect(isWholePath(path)).toBe(false)
})
