import { anyOf, naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'
import { cIncludes } from './c-includes.ts'

const { snake, constant } = naming
const declarator = { declarator: anyOf(snake, constant) }

/** Decisions as Lizard counts them, without conditions of the preprocessor. Names by the coding style of the Linux kernel. */
export const c: SyntaxLanguage = {
  names: ['C'],
  grammar: 'c',
  nodes: {
    comment: ['comment'],
    declaredFunction: ['function_definition'],
    declaredType: ['struct_specifier', 'union_specifier', 'enum_specifier'],
    body: ['compound_statement', 'field_declaration_list', 'enumerator_list'],
    wrapper: ['type_definition', 'declaration'],
    decision: ['if_statement', 'for_statement', 'while_statement', 'do_statement', 'conditional_expression'],
    operation: ['binary_expression', 'case_statement'],
    nesting: ['if_statement', 'for_statement', 'while_statement', 'do_statement', 'switch_statement'],
    elseBranch: ['else_clause'],
    literal: ['number_literal', 'string_literal', 'char_literal', 'true', 'false', 'null'],
    collection: ['initializer_list'],
    filling: ['field_identifier'],
    import: ['preproc_include'],
    identifier: ['identifier', 'field_identifier', 'type_identifier'],
  },
  decisionTokens: ['&&', '||', 'case'],
  fillingTokens: ['{', '}', '[', ']', '(', ')', ',', '.', '=', '-', '+'],
  isDocumentation: () => true,
  declared: {
    function_declarator: { declarator: snake },
    pointer_declarator: { declarator: snake },
    parameter_declaration: { declarator: snake },
    declaration: declarator,
    init_declarator: declarator,
    array_declarator: declarator,
    field_declaration: { declarator: snake },
    type_definition: { declarator: snake },
    enumerator: { name: constant },
    preproc_def: { name: constant },
    preproc_function_def: { name: anyOf(snake, constant) },
  },
  imports: cIncludes,
}
