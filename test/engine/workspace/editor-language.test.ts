import { expect, it } from 'vitest'
import { getEditorLanguage } from '#engine/workspace/editor-language'

it.each([
  ['main.py', 'python'],
  ['view.tsx', 'typescript'],
  ['types.d.ts', 'typescript'],
  ['view.jsx', 'javascript'],
  ['list.h', 'c'],
  ['list.hpp', 'cpp'],
  ['Program.cs', 'csharp'],
  ['lib.rs', 'rust'],
  ['README.md', 'markdown'],
  ['query.SQL', 'sql'],
  ['Dockerfile', 'dockerfile'],
  ['.bashrc', 'shell'],
  ['tsconfig.json', 'json'],
  ['notes.txt', 'plaintext'],
  ['no-extension', 'plaintext'],
])('%s is shown as %s', (fileName, language) => {
  expect(getEditorLanguage(fileName)).toBe(language)
})
