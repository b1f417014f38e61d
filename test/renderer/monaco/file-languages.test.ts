import { describe, expect, it } from 'vitest'
import { findLanguageOf, listFileLanguages } from '../../../renderer/monaco/file-languages.ts'

const registered = [
  { id: 'abap', aliases: ['abap', 'ABAP'], extensions: ['.abap'] },
  { id: 'python', aliases: ['Python', 'py'], extensions: ['.py', '.pyw'] },
  { id: 'cpp', aliases: ['C++'], extensions: ['.cpp', '.cc'] },
  { id: 'freemarker2', aliases: ['FreeMarker2'], extensions: ['.ftl'] },
  { id: 'freemarker2.tag-angle', aliases: ['FreeMarker2 (angle)'] },
  { id: 'python', extensions: ['.other'] },
]

describe('the languages of new files', () => {
  it('are each named once, the usual ones first, with the ending of their files', () => {
    expect(listFileLanguages(registered)).toEqual([
      { id: 'python', name: 'Python', extension: '.py' },
      { id: 'cpp', name: 'C++', extension: '.cpp' },
      { id: 'abap', name: 'abap', extension: '.abap' },
      { id: 'freemarker2', name: 'FreeMarker2', extension: '.ftl' },
    ])
  })

  it('are known again by the name of a file', () => {
    const languages = listFileLanguages(registered)
    expect(findLanguageOf('untitled-2.cpp', languages)).toBe('cpp')
    expect(findLanguageOf('untitled', languages)).toBe('plaintext')
  })
})
