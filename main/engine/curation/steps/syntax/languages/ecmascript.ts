import list from '../libraries/javascript.json' with { type: 'json' }
import { anyOf, naming } from '../naming.ts'
import type { DeclaredNames, LanguageImports, SyntaxLanguage } from '../syntax-language.ts'

const { camel, pascal, constant } = naming
/** Functions that make components or objects are named like types. */
const callable = anyOf(camel, pascal)
const variable = anyOf(camel, pascal, constant)

/** What JavaScript and TypeScript have in common. */
export const ecmascriptNodes = {
  comment: ['comment', 'html_comment', 'hash_bang_line'],
  declaredFunction: ['function_declaration', 'generator_function_declaration', 'method_definition'],
  closure: ['function_expression', 'generator_function', 'arrow_function'],
  declaredType: ['class_declaration', 'class'],
  body: ['statement_block', 'class_body'],
  wrapper: [
    'export_statement',
    'lexical_declaration',
    'variable_declaration',
    'variable_declarator',
    'expression_statement',
    'assignment_expression',
    'pair',
  ],
  decision: [
    'if_statement',
    'for_statement',
    'for_in_statement',
    'while_statement',
    'do_statement',
    'switch_case',
    'catch_clause',
    'ternary_expression',
  ],
  operation: ['binary_expression', 'augmented_assignment_expression'],
  nesting: [
    'if_statement',
    'for_statement',
    'for_in_statement',
    'while_statement',
    'do_statement',
    'switch_statement',
    'catch_clause',
  ],
  elseBranch: ['else_clause'],
  literal: ['number', 'true', 'false', 'null', 'undefined', 'string', 'regex', 'string_fragment', 'jsx_text'],
  template: ['template_string'],
  collection: ['array', 'object'],
  filling: ['property_identifier'],
  import: ['import_statement'],
  importCall: ['call_expression', 'export_statement'],
  identifier: ['identifier', 'property_identifier', 'type_identifier'],
} as const satisfies SyntaxLanguage['nodes']

/** After Lizard, and `??` and the assignments that decide, as ESLint's rule `complexity` has them. */
export const ecmascriptDecisionTokens = ['&&', '||', '??', '&&=', '||=', '??=']

export const ecmascriptFillingTokens = ['[', ']', '{', '}', '(', ')', ',', ':', '-', '+']

/** JSDoc. */
export const isJsDoc = (comment: string) => comment.startsWith('/**')

/** By Google's style guides of JavaScript and TypeScript. */
export const ecmascriptDeclared = {
  function_declaration: { name: callable },
  generator_function_declaration: { name: callable },
  method_definition: { name: camel },
  class_declaration: { name: pascal },
  variable_declarator: { name: variable },
  arrow_function: { parameter: camel },
} as const satisfies DeclaredNames

export const ecmascriptImports: LanguageImports = {
  separator: '/',
  parts: 2,
  standard: new Set(list.standard),
  known: new Set(list.known),
  read(statement) {
    const name = (importPattern.exec(statement) ?? exportPattern.exec(statement) ?? callPattern.exec(statement))?.[1]
    // Relative and absolute paths, addresses, and names that a project gives its own folders.
    if (name === undefined || /^(?:[./#~]|@\/|[a-z]+:\/\/)/.test(name)) return []
    return [
      name
        .replace(/^node:/, '')
        .split('/', name.startsWith('@') ? 2 : 1)
        .join('/'),
    ]
  },
}

const importPattern = /^import\b[^'"]*['"]([^'"]+)['"]/
const exportPattern = /^export\s+(?:type\s+)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})\s*from\s*['"]([^'"]+)['"]/
const callPattern = /^(?:require|import)\s*\(\s*['"]([^'"]+)['"]/
