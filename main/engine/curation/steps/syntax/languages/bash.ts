import { anyOf, naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'

const { snake, constant } = naming
const variable = anyOf(snake, constant)

/** Decisions: conditions, loops, each pattern of a `case`, `&&` and `||`, as ShellMetrics counts them. Names by Google's Shell Style Guide. */
export const bash: SyntaxLanguage = {
  names: ['Shell'],
  grammar: 'bash',
  nodes: {
    comment: ['comment'],
    function: ['function_definition'],
    decision: [
      'if_statement',
      'elif_clause',
      'while_statement',
      'for_statement',
      'c_style_for_statement',
      'case_item',
      'ternary_expression',
    ],
    operation: ['list', 'binary_expression'],
    nesting: ['if_statement', 'while_statement', 'for_statement', 'c_style_for_statement', 'case_statement'],
    literal: ['number', 'raw_string', 'ansi_c_string', 'string_content', 'heredoc_content'],
    template: ['string', 'heredoc_body'],
    collection: ['array'],
    identifier: ['word', 'variable_name'],
  },
  decisionTokens: ['&&', '||'],
  fillingTokens: ['(', ')'],
  isDocumentation: () => true,
  declared: {
    function_definition: { name: /^_*[a-z][a-z0-9]*(?:(?:_|::)_*[a-z0-9]+)*_*$/ },
    variable_assignment: { name: variable },
    for_statement: { variable },
  },
  // Scripts are taken in by path alone.
  imports: null,
}
