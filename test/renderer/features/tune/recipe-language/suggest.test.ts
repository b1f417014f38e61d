import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRecipeProblem } from '#engine/curation/recipe/recipe-yaml'
import { suggest } from '../../../../../renderer/features/tune/recipe-language/suggest.ts'
import { knowledge, placeCursor } from './recipe-knowledge.ts'

const head = 'version: 2\nname: r\n'

function list(marked: string): string[] {
  const { text, position } = placeCursor(marked)
  return suggest(knowledge, text, position).suggestions.map(({ label }) => label)
}

/** The text after one suggestion is taken. */
function take(marked: string, label: string): string {
  const { text, position } = placeCursor(marked)
  const { start, end, suggestions } = suggest(knowledge, text, position)
  const chosen = suggestions.find((each) => each.label === label)
  if (!chosen) throw new Error(`${label} is not among ${suggestions.map((each) => each.label).join(', ')}`)
  const lines = text.split('\n')
  const line = lines[position.line] as string
  lines[position.line] = line.slice(0, start) + chosen.insert.replace('$0', '') + line.slice(end)
  return lines.join('\n')
}

describe('what can be written in a recipe', () => {
  it('is at the top a key that is not there yet', () => {
    expect(list('|')).toEqual(['version', 'name', 'score', 'steps', 'rules'])
    expect(list(`${head}|\nrules: []\n`)).toEqual(['score', 'steps'])
    expect(list(`${head}ru|`)).toContain('rules')
  })

  it('is in a new rule its kind, and in a new step too', () => {
    expect(list(`${head}rules:\n  - |`)).toEqual([
      'rule: threshold',
      'rule: category',
      'rule: duplicate',
      'rule: finding',
      'rule: score',
    ])
    expect(list(`${head}rules:\n- ru|`)).toContain('rule: score')
    expect(list(`${head}steps:\n  - |\nrules: []`)).toContain('step: statistics')
  })

  it('is below the list of rules a new one', () => {
    expect(list(`${head}rules:\n  |`)).toContain('- rule: threshold')
  })

  it('is behind the key of a kind every kind', () => {
    expect(list(`${head}rules:\n  - rule: |`)).toEqual(['threshold', 'category', 'duplicate', 'finding', 'score'])
  })

  it('is in a rule what its kind can have and does not have yet, whatever comes behind it', () => {
    expect(list(`${head}rules:\n  - rule: threshold\n    |\n    max: 3\n  - rule: score\n    min: 1`)).toEqual([
      'signal',
      'min',
      'by_language',
      'languages',
      'only',
      'except',
    ])
    expect(list(`${head}rules:\n  - signal: size\n    |\n    rule: score`)).toEqual([
      'min',
      'keep_share',
      'by_language',
      'only',
      'except',
    ])
  })

  it('is a signal of the project, a property, or yes and no', () => {
    expect(list(`${head}rules:\n  - rule: threshold\n    signal: ma|`)).toEqual(['size', 'max_line_length'])
    expect(list(`${head}rules:\n  - rule: category\n    property: |`)).toContain('licence-class')
    expect(list(`${head}rules:\n  - rule: threshold\n    by_language: |`)).toEqual(['true', 'false'])
  })

  it('is a language of the project in brackets, in a list on lines of its own, and as a key', () => {
    expect(list(`${head}rules:\n  - rule: score\n    except: { languages: [Python, |`)).toContain('C++')
    expect(list(`${head}rules:\n  - rule: score\n    except: { | }`)).toEqual(['languages', 'extensions'])
    expect(list(`${head}rules:\n  - rule: score\n    except: { languages: [HTML], | }`)).toEqual(['extensions'])
    expect(list(`${head}rules:\n  - rule: category\n    property: language\n    keep:\n      - Py|`)).toContain('Python')
    expect(list(`${head}rules:\n  - rule: threshold\n    languages:\n      |`)).toContain('Python')
    expect(list(`${head}rules:\n  - rule: threshold\n    languages:\n      Python: { | }`)).toEqual(['min', 'max'])
  })

  it('goes on in brackets that go over several lines', () => {
    const keep = `${head}rules:\n  - rule: category\n    property: language\n    keep: [Python,\n      |`
    expect(list(keep)).toContain('C++')
  })

  it('is a value of the property that a category rule tells documents apart by', () => {
    expect(list(`${head}rules:\n  - rule: category\n    property: repo\n    drop: [|]`)).toEqual(['a/b'])
  })

  it('is a step that finds what the rule decides on, and a type of what that step finds', () => {
    expect(list(`${head}rules:\n  - rule: finding\n    step: |`)).toContain('secrets')
    expect(list(`${head}rules:\n  - rule: finding\n    step: secrets\n    types: [|]`)).toContain('private-key')
  })

  it('is a parameter of the step that is listed', () => {
    expect(list(`${head}steps:\n  - step: repetition\n    |\nrules: []`)).toEqual(['length'])
  })

  it('is found though another line is wrong', () => {
    expect(list('version: 2x: y\nrules:\n  - rule: th|')).toContain('threshold')
  })

  it('is not what is written already', () => {
    expect(list('version: 2|')).toEqual([])
    expect(list(`${head}rules:\n  - rule: threshold|`)).not.toContain('threshold')
  })

  it('is nothing in a comment', () => {
    expect(list(`${head}# ru|`)).toEqual([])
    expect(list(`${head}rules: [] # |`)).toEqual([])
  })

  it('replaces the word that it stands in, and makes recipes that are taken', () => {
    const started = `${head}rules:\n  - rule: th|\n    signal: size\n    min: 1\n`
    expect(take(started, 'threshold')).toBe(`${head}rules:\n  - rule: threshold\n    signal: size\n    min: 1\n`)
    const languages = take(`${head}rules:\n  - rule: category\n    property: language\n    keep: [C|]\n`, 'F*')
    expect(languages).toContain('keep: ["F*"]')
    expect(findRecipeProblem(languages)).toBeNull()
    const sharp = take(`${head}rules:\n  - rule: category\n    property: language\n    keep: |\n`, 'C#')
    expect(sharp).toContain('keep: [C#]')
    expect(findRecipeProblem(sharp)).toBeNull()
  })

  it('is found at every position of any text', () => {
    const pieces = [
      'rules:',
      '- ',
      'rule: ',
      'threshold',
      '{ ',
      '[',
      ']',
      '}',
      ',',
      '\n',
      '  ',
      '# x',
      '"',
      "'",
      'max: 1',
      ': ',
      '-',
      '\t',
      'é',
    ]
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(texts, fc.nat(), (text, seed) => {
        const lines = text.split('\n')
        const line = seed % lines.length
        const length = (lines[line] as string).length
        const column = seed % (length + 1)
        const { start, end } = suggest(knowledge, text, { line, column })
        expect(start).toBeGreaterThanOrEqual(0)
        expect(start).toBeLessThanOrEqual(column)
        expect(end).toBeGreaterThanOrEqual(column)
        expect(end).toBeLessThanOrEqual(length)
      }),
    )
  })
})
