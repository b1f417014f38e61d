import list from '../libraries/java.json' with { type: 'json' }
import { anyOf, naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'

const { camel, pascal, constant } = naming

/** Decisions as Lizard and PMD count them; what lambdas decide belongs to the method around them. Names by Google Java Style. */
export const java: SyntaxLanguage = {
  names: ['Java'],
  grammar: 'java',
  nodes: {
    comment: ['line_comment', 'block_comment'],
    declaredFunction: ['method_declaration', 'constructor_declaration', 'compact_constructor_declaration'],
    declaredType: [
      'class_declaration',
      'interface_declaration',
      'enum_declaration',
      'record_declaration',
      'annotation_type_declaration',
    ],
    body: ['block', 'constructor_body', 'class_body', 'interface_body', 'enum_body', 'annotation_type_body'],
    decision: [
      'if_statement',
      'for_statement',
      'enhanced_for_statement',
      'while_statement',
      'do_statement',
      'catch_clause',
      'ternary_expression',
    ],
    operation: ['binary_expression', 'switch_label'],
    nesting: [
      'if_statement',
      'for_statement',
      'enhanced_for_statement',
      'while_statement',
      'do_statement',
      'switch_expression',
      'catch_clause',
    ],
    literal: [
      'decimal_integer_literal',
      'hex_integer_literal',
      'octal_integer_literal',
      'binary_integer_literal',
      'decimal_floating_point_literal',
      'hex_floating_point_literal',
      'character_literal',
      'string_literal',
      'true',
      'false',
      'null_literal',
    ],
    collection: ['array_initializer', 'element_value_array_initializer'],
    annotation: ['annotation_argument_list'],
    import: ['import_declaration'],
    namespace: ['package_declaration'],
    identifier: ['identifier'],
  },
  decisionTokens: ['&&', '||', 'case'],
  fillingTokens: ['{', '}', '(', ')', ',', '-', '+'],
  isDocumentation: (comment) => comment.startsWith('/**'),
  declared: {
    class_declaration: { name: pascal },
    interface_declaration: { name: pascal },
    enum_declaration: { name: pascal },
    record_declaration: { name: pascal },
    annotation_type_declaration: { name: pascal },
    method_declaration: { name: camel },
    formal_parameter: { name: camel },
    enhanced_for_statement: { name: camel },
    variable_declarator: { name: anyOf(camel, constant) },
    enum_constant: { name: constant },
  },
  imports: {
    separator: '.',
    parts: 2,
    standard: new Set(list.standard),
    known: new Set(list.known),
    read: (statement) => /^(?:import|package)\s+(?:static\s+)?([\w.]+)/.exec(statement)?.slice(1) ?? [],
  },
}
