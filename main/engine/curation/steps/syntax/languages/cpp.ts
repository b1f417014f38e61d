import { anyOf, naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'
import { cIncludes } from './c-includes.ts'

const { snake, pascal, constant } = naming
/** `kDaysInAWeek`. */
const kConstant = /^k[A-Z][a-zA-Z0-9]*$/
const variable = { declarator: anyOf(snake, kConstant) }

/**
 * Decisions as Lizard counts them, without conditions of the preprocessor; what lambdas decide belongs to the function around them. Names by
 * Google C++ Style; functions may be named like variables, as its accessors and the standard library are.
 */
export const cpp: SyntaxLanguage = {
  names: ['C++'],
  grammar: 'cpp',
  nodes: {
    comment: ['comment'],
    declaredFunction: ['function_definition'],
    declaredType: ['class_specifier', 'struct_specifier', 'union_specifier', 'enum_specifier'],
    body: ['compound_statement', 'field_declaration_list', 'enumerator_list'],
    wrapper: ['template_declaration', 'type_definition', 'declaration'],
    decision: [
      'if_statement',
      'for_statement',
      'for_range_loop',
      'while_statement',
      'do_statement',
      'catch_clause',
      'conditional_expression',
    ],
    operation: ['binary_expression', 'case_statement'],
    nesting: [
      'if_statement',
      'for_statement',
      'for_range_loop',
      'while_statement',
      'do_statement',
      'switch_statement',
      'catch_clause',
    ],
    elseBranch: ['else_clause'],
    literal: [
      'number_literal',
      'string_literal',
      'raw_string_literal',
      'char_literal',
      'user_defined_literal',
      'true',
      'false',
      'null',
    ],
    collection: ['initializer_list'],
    filling: ['field_identifier'],
    import: ['preproc_include'],
    identifier: ['identifier', 'field_identifier', 'type_identifier'],
  },
  decisionTokens: ['&&', '||', 'case'],
  fillingTokens: ['{', '}', '[', ']', '(', ')', ',', '.', '=', '-', '+'],
  isDocumentation: () => true,
  declared: {
    function_declarator: { declarator: anyOf(pascal, snake) },
    pointer_declarator: { declarator: snake },
    parameter_declaration: { declarator: snake },
    declaration: variable,
    init_declarator: variable,
    array_declarator: variable,
    field_declaration: variable,
    class_specifier: { name: pascal },
    struct_specifier: { name: pascal },
    enum_specifier: { name: pascal },
    alias_declaration: { name: pascal },
    enumerator: { name: anyOf(kConstant, constant) },
    preproc_def: { name: constant },
    preproc_function_def: { name: constant },
  },
  imports: cIncludes,
}
