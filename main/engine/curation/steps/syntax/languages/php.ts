import list from '../libraries/php.json' with { type: 'json' }
import { naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'

const { pascal, constant } = naming

/** Decisions as PHP_Depend counts them, and each arm of a match; closures belong to the function around them. Names by PSR-1, which leaves those of variables open. */
export const php: SyntaxLanguage = {
  names: ['PHP'],
  grammar: 'php',
  nodes: {
    comment: ['comment'],
    declaredFunction: ['function_definition', 'method_declaration'],
    declaredType: ['class_declaration', 'interface_declaration', 'trait_declaration', 'enum_declaration'],
    body: ['compound_statement', 'declaration_list', 'enum_declaration_list'],
    decision: [
      'if_statement',
      'else_if_clause',
      'for_statement',
      'foreach_statement',
      'while_statement',
      'do_statement',
      'case_statement',
      'catch_clause',
      'conditional_expression',
      'match_conditional_expression',
    ],
    operation: ['binary_expression'],
    nesting: [
      'if_statement',
      'for_statement',
      'foreach_statement',
      'while_statement',
      'do_statement',
      'switch_statement',
      'match_expression',
      'catch_clause',
    ],
    elseBranch: ['else_clause'],
    // `text` is what stands outside of the code.
    literal: ['integer', 'float', 'boolean', 'null', 'string', 'string_content', 'nowdoc', 'text'],
    template: ['encapsed_string', 'heredoc_body'],
    collection: ['array_creation_expression'],
    annotation: ['attribute_list'],
    import: ['namespace_use_declaration'],
    namespace: ['namespace_definition'],
    identifier: ['name'],
  },
  decisionTokens: ['&&', '||', 'and', 'or', 'xor'],
  fillingTokens: ['[', ']', '(', ')', ',', '=>', '-', '+', 'array'],
  isDocumentation: (comment) => comment.startsWith('/**'),
  declared: {
    class_declaration: { name: pascal },
    interface_declaration: { name: pascal },
    trait_declaration: { name: pascal },
    enum_declaration: { name: pascal },
    method_declaration: { name: /^(?:__)?[a-z][a-zA-Z0-9]*$/ },
    const_element: { '': constant },
  },
  imports: {
    separator: '\\',
    parts: 1,
    standard: new Set(list.standard),
    known: new Set(list.known),
    read(statement) {
      const [, names = ''] = /^(?:use|namespace)\s+(?:(?:function|const)\s+)?([^{;]+)/.exec(statement) ?? []
      const isNamespace = statement.startsWith('namespace')
      // A name of one part is a class that PHP itself brings.
      return names.split(',').flatMap((name) => {
        const found = /[A-Za-z_][\w\\]*/.exec(name)?.[0]
        return found !== undefined && (isNamespace || found.includes('\\')) ? [found] : []
      })
    },
  },
}
