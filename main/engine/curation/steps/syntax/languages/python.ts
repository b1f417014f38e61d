import list from '../libraries/python.json' with { type: 'json' }
import { anyOf, naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'

const { snake, constant, pascal } = naming
const variable = { left: anyOf(snake, constant, pascal) }

/**
 * Decisions as Radon counts them (`if`, `elif`, loops, `except`, conditional expressions, each `for` and `if` of a comprehension, `and`, `or`,
 * `case`), but for `assert` and the `else` of loops and `try`, which McCabe's definition does not have. Names by PEP 8: constants and types may be
 * assigned to variables.
 */
export const python: SyntaxLanguage = {
  names: ['Python'],
  grammar: 'python',
  nodes: {
    comment: ['comment'],
    docstring: ['string', 'concatenated_string'],
    statement: ['expression_statement', 'block', 'module'],
    function: ['function_definition'],
    type: ['class_definition'],
    decision: [
      'if_statement',
      'elif_clause',
      'for_statement',
      'while_statement',
      'except_clause',
      'conditional_expression',
      'for_in_clause',
      'if_clause',
      'case_clause',
    ],
    operation: ['boolean_operator'],
    nesting: ['if_statement', 'for_statement', 'while_statement', 'except_clause', 'match_statement'],
    literal: ['integer', 'float', 'true', 'false', 'none', 'string_content'],
    template: ['string'],
    collection: ['list', 'dictionary', 'set', 'tuple'],
    import: ['import_statement', 'import_from_statement', 'future_import_statement'],
    identifier: ['identifier'],
  },
  decisionTokens: ['and', 'or'],
  fillingTokens: ['[', ']', '{', '}', '(', ')', ',', ':', '-', '+'],
  isDocumentation: null,
  declared: {
    function_definition: { name: snake },
    class_definition: { name: pascal },
    assignment: variable,
    for_statement: variable,
    for_in_clause: variable,
    parameters: { '': snake },
    default_parameter: { name: snake },
    typed_parameter: { '': snake },
    typed_default_parameter: { name: snake },
  },
  imports: {
    separator: '.',
    parts: 1,
    standard: new Set(list.standard),
    known: new Set(list.known),
    read(statement) {
      const from = /^from\s+([^\s]+)\s+import\b/.exec(statement)?.[1]
      if (from !== undefined) return from.startsWith('.') ? [] : [from]
      const names = /^import\s([\s\S]*)$/.exec(statement)?.[1]
      return (names ?? '').split(',').flatMap((name) => /[\w.]+/.exec(name)?.[0] ?? [])
    },
  },
}
