import list from '../libraries/csharp.json' with { type: 'json' }
import { anyOf, naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'

const { camel, pascal } = naming

/**
 * Decisions as Lizard counts them, `??` with them, and each arm of a switch expression; what lambdas decide belongs to the method around them.
 * Accessors with a body are functions. Names by .NET's naming guidelines.
 */
export const csharp: SyntaxLanguage = {
  names: ['C#'],
  grammar: 'c-sharp',
  nodes: {
    comment: ['comment', 'shebang_directive'],
    declaredFunction: [
      'method_declaration',
      'constructor_declaration',
      'destructor_declaration',
      'operator_declaration',
      'conversion_operator_declaration',
      'local_function_statement',
    ],
    closure: ['accessor_declaration'],
    declaredType: ['class_declaration', 'struct_declaration', 'interface_declaration', 'record_declaration', 'enum_declaration'],
    body: ['block', 'arrow_expression_clause', 'declaration_list', 'enum_member_declaration_list'],
    decision: [
      'if_statement',
      'for_statement',
      'foreach_statement',
      'while_statement',
      'do_statement',
      'catch_clause',
      'conditional_expression',
      'switch_expression_arm',
    ],
    operation: ['binary_expression', 'switch_section'],
    nesting: [
      'if_statement',
      'for_statement',
      'foreach_statement',
      'while_statement',
      'do_statement',
      'switch_statement',
      'switch_expression',
      'catch_clause',
    ],
    literal: [
      'integer_literal',
      'real_literal',
      'boolean_literal',
      'null_literal',
      'character_literal',
      'string_literal',
      'verbatim_string_literal',
      'raw_string_literal',
      'string_content',
    ],
    template: ['interpolated_string_expression'],
    annotation: ['attribute_argument_list'],
    import: ['using_directive'],
    namespace: ['namespace_declaration', 'file_scoped_namespace_declaration'],
    identifier: ['identifier'],
  },
  decisionTokens: ['&&', '||', '??', 'case'],
  fillingTokens: ['{', '}', '[', ']', '(', ')', ',', '-', '+'],
  isDocumentation: (comment) => comment.startsWith('///') || comment.startsWith('/**'),
  declared: {
    class_declaration: { name: pascal },
    struct_declaration: { name: pascal },
    record_declaration: { name: pascal },
    enum_declaration: { name: pascal },
    interface_declaration: { name: /^I[A-Z][a-zA-Z0-9]*$/ },
    method_declaration: { name: pascal },
    local_function_statement: { name: pascal },
    property_declaration: { name: pascal },
    enum_member_declaration: { name: pascal },
    parameter: { name: camel },
    variable_declarator: { name: anyOf(camel, pascal) },
  },
  imports: {
    separator: '.',
    parts: 1,
    standard: new Set(list.standard),
    known: new Set(list.known),
    read: (statement) => directive.exec(statement)?.slice(1) ?? [],
  },
}

const directive = /^(?:global\s+)?(?:using|namespace)\s+(?:static\s+)?(?:\w+\s*=\s*)?(?:global::)?([\w.]+)/
