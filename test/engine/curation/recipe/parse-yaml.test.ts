import { expect, test } from 'vitest'
import { parseYaml, type YamlProblem } from '#engine/curation/recipe/parse-yaml'

/** A problem as it is given to whoever names it. */
class Problem extends Error {
  readonly where: YamlProblem
  constructor(problem: YamlProblem) {
    super(problem.reason)
    this.where = problem
  }
}
const parse = (text: string) => parseYaml(text, (problem) => new Problem(problem))

test('a text is read, and an offset located', () => {
  const { locate, readValue } = parse('a: 1\nb: [2]\n')
  expect(readValue()).toEqual({ a: 1, b: [2] })
  expect(locate(8)).toEqual({ line: 2, column: 4 })
})

test.each([
  ['a key that is repeated', 'a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n', 'Map keys must be unique', 5, 3],
  ['a problem before a key that is repeated', 'a: @\nb: 1\nb: 2\n', 'cannot start with reserved character', 1, 4],
  ['a key that is repeated before a problem', 'a: 1\na: 2\nb: @\n', 'Map keys must be unique', 2, 1],
  ['a bracket too many', 'a: 1\n}\n', 'Unexpected flow-map-end', 2, 1],
])('is refused where the first problem is: %s', (_, text, reason, line, column) => {
  const read = () => parse(text).readValue()
  expect(read).toThrow(reason)
  expect(read).toThrow(expect.objectContaining({ where: expect.objectContaining({ line, column }) }))
})

// Where time grows with the square of the length each takes many times as long.
test.each([
  ['many lines of keys', Array.from({ length: 30_000 }, (_, index) => `key${index}: 1\n`).join('')],
  ['many keys in one line', `{${Array.from({ length: 30_000 }, (_, index) => `key${index}: 1`).join(', ')}}`],
])('is read in time that grows with its length: %s', (_, text) => {
  expect(Object.keys(parse(text).readValue() as object)).toHaveLength(30_000)
})

test.each([
  '}',
  ']',
  '@',
  '`',
  '%x\n',
  '&a ',
  '!a ',
  '"',
  "'",
  'a: "x\n',
  '\ta: 1\n',
  '- {\n',
  '--- ',
  '...\n',
  '*a ',
  '|',
  ', ',
])('is read or refused in time that grows with its length: many %j', (unit) => {
  let failure: unknown = null
  try {
    parse(unit.repeat(100_000 / unit.length)).readValue()
  } catch (error) {
    failure = error
  }
  // Quotes and dashes in pairs are a string.
  if (failure !== null) expect(failure).toBeInstanceOf(Problem)
})
