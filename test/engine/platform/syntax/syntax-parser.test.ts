import { afterAll, expect, test } from 'vitest'
import { Parser, type Tree } from 'web-tree-sitter'
import { openSyntaxParser, type ParseLimits, type SyntaxTree } from '../../../../main/engine/platform/syntax/syntax-parser.ts'

const generous: ParseLimits = { seconds: 100, hundredOperations: 1e6, isWanted: () => true }
// Not one for each test: a thread can have one only.
const parser = await openSyntaxParser(2 ** 30)
const grammar = await parser.loadGrammar('javascript')
afterAll(() => parser[Symbol.dispose]())

const text = `/** €uro */\nexport class A { f(a, b) { if (a && b) return [1, 'x', \`t\${a}\`] ) } }\nlet x =`

function parse(source: string): SyntaxTree {
  const tree = parser.parse(source, grammar, generous)
  if (typeof tree === 'string') throw new Error(tree)
  return tree
}

test('a walk sees what a walk of the library sees', () => {
  using tree = parse(text)
  const seen = []
  {
    using cursor = tree.walk()
    for (let isInside = true; isInside; ) {
      seen.push([cursor.getKind(), cursor.getField(), cursor.getStart(), cursor.getEnd(), cursor.isMissing()])
      if (cursor.toFirstChild()) continue
      while (!cursor.toNextSibling()) {
        if (cursor.toParent()) continue
        isInside = false
        break
      }
    }
  }
  const library = new Parser()
  library.setLanguage(Reflect.get(grammar, 'language'))
  const other = library.parse(text) as Tree
  expect(seen).toEqual(walkWithLibrary(other))
  expect(seen.length).toBeGreaterThan(50)
  other.delete()
  library.delete()
})

function walkWithLibrary(tree: Tree): unknown[] {
  const seen = []
  const cursor = tree.walk()
  for (let isInside = true; isInside; ) {
    seen.push([cursor.nodeTypeId, cursor.currentFieldId, cursor.startIndex, cursor.endIndex, cursor.nodeIsMissing])
    if (cursor.gotoFirstChild()) continue
    while (!cursor.gotoNextSibling()) {
      if (cursor.gotoParent()) continue
      isInside = false
      break
    }
  }
  cursor.delete()
  return seen
}

test('a parse that a limit ends leaves nothing to the next one', () => {
  const long = 'f(1);\n'.repeat(50_000)
  expect(parser.parse(long, grammar, { ...generous, hundredOperations: 100 })).toBe('operations')
  expect(parser.parse(long, grammar, { ...generous, seconds: 0 })).toBe('seconds')
  expect(parser.parse(long, grammar, { ...generous, isWanted: () => false })).toBe('unwanted')
  using tree = parse('x')
  using cursor = tree.walk()
  expect(cursor.getEnd()).toBe(1)
})

test('memory of trees is given back', () => {
  const long = 'f(1);\n'.repeat(3000)
  const parseOften = (times: number) => {
    for (let time = 0; time < times; time++) {
      using tree = parse(long)
      using cursor = tree.walk()
      cursor.toFirstChild()
    }
  }
  parseOften(3)
  const before = parser.getMemoryBytes()
  parseOften(30)
  expect(parser.getMemoryBytes()).toBe(before)
})
