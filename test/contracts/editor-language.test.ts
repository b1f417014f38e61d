import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { getEditorLanguage } from '#contracts/editor-language'
import { findLanguage } from '#engine/languages/find-language'
import { getLanguageTable } from '#engine/languages/language-table'

const definitions = fileURLToPath(new URL('../../node_modules/monaco-editor/esm/vs/languages/definitions', import.meta.url))

function listMonacoLanguages(): Set<string> {
  const sources = readdirSync(definitions).filter((name) => !name.includes('.'))
  const ids = sources.flatMap((name) => {
    const source = readFileSync(`${definitions}/${name}/register.js`, 'utf8')
    return [...source.matchAll(/id: "([^"]+)"/g)].map(([, id]) => id ?? '')
  })
  return new Set([...ids, 'json', 'plaintext'])
}

test('every language that the editor shows is one that Monaco has', () => {
  const known = listMonacoLanguages()
  const shown = new Set([...getLanguageTable().byAlias.values()].map(getEditorLanguage))
  expect([...shown].filter((id) => !known.has(id))).toEqual([])
  expect(shown.size).toBeGreaterThan(60)
})

test.each([
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
  expect(getEditorLanguage(findLanguage(fileName, new Uint8Array()))).toBe(language)
})

test('a name that no language has is plain text', () => {
  expect(getEditorLanguage('constructor')).toBe('plaintext')
  expect(getEditorLanguage('Brainfuck')).toBe('plaintext')
})
