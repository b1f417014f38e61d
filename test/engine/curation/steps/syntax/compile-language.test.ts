import { afterAll, expect, test } from 'vitest'
import { compileLanguage } from '../../../../../main/engine/curation/steps/syntax/compile-language.ts'
import { syntaxLanguages } from '../../../../../main/engine/curation/steps/syntax/languages/languages.ts'
import { python } from '../../../../../main/engine/curation/steps/syntax/languages/python.ts'
import { openSyntaxParser } from '../../../../../main/engine/platform/syntax/syntax-parser.ts'

const parser = await openSyntaxParser(2 ** 30)
afterAll(() => parser[Symbol.dispose]())

test.each([...syntaxLanguages])('what $names.0 names is in its grammar', async (language) => {
  const { roles } = compileLanguage(language, await parser.loadGrammar(language.grammar))
  expect(roles.some((role) => role !== 0)).toBe(true)
})

test('a node, a token or a field that the grammar does not have is named', async () => {
  const grammar = await parser.loadGrammar('python')
  const compile = (change: object) => () => compileLanguage({ ...python, ...change }, grammar)
  expect(compile({ nodes: { comment: ['remark'] } })).toThrow('The grammar "python" has no node "remark".')
  expect(compile({ decisionTokens: ['&&'] })).toThrow('The grammar "python" has no token "&&".')
  expect(compile({ declared: { pair: { nothing: /x/ } } })).toThrow('The grammar "python" has no field "nothing".')
})

test('no language of Linguist has two grammars', () => {
  const names = syntaxLanguages.flatMap((language) => language.names)
  expect(new Set(names).size).toBe(names.length)
})
