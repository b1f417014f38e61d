import { expect, it } from 'vitest'
import { isAllowedPage, isWorkbenchUrl } from '../../main/electron/workbench-url.ts'

it.each([
  ['app://workbench/index.html', true],
  ['app://workbench/', true],
  ['app://workbench.example/', false],
  ['app://other/index.html', false],
  ['https://workbench/index.html', false],
  ['file:///etc/passwd', false],
  ['not a url', false],
  ['', false],
])('tells whether %s belongs to the program: %s', (url, expected) => {
  expect(isWorkbenchUrl(url)).toBe(expected)
})

it.each([
  ['https://huggingface.co/WisdomShell/CodeShell-7B', true],
  ['https://github.com/WisdomShell/codeshell', true],
  ['http://huggingface.co/WisdomShell/CodeShell-7B', false],
  ['https://huggingface.co.example/WisdomShell/x', false],
  ['https://user:secret@huggingface.co/WisdomShell/x', false],
  ['https://huggingface.co/WisdomShell/../someone/x', false],
  ['file:///usr/bin/env', false],
  ['not a url', false],
])('tells whether %s may open in the browser: %s', (url, expected) => {
  expect(isAllowedPage(url)).toBe(expected)
})
