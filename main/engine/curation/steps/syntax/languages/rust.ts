import list from '../libraries/rust.json' with { type: 'json' }
import { naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'

const { snake, pascal, constant } = naming

/** Decisions as Mozilla's rust-code-analysis counts them: each arm of a match and each `?` too. Names by the Rust API guidelines (C-CASE). */
export const rust: SyntaxLanguage = {
  names: ['Rust'],
  grammar: 'rust',
  nodes: {
    comment: ['line_comment', 'block_comment'],
    attribute: ['attribute_item'],
    declaredFunction: ['function_item'],
    body: ['block'],
    type: ['struct_item', 'enum_item', 'union_item', 'trait_item'],
    decision: ['if_expression', 'for_expression', 'while_expression', 'loop_expression', 'match_arm', 'try_expression'],
    operation: ['binary_expression', 'let_chain'],
    nesting: ['if_expression', 'for_expression', 'while_expression', 'loop_expression', 'match_expression'],
    elseBranch: ['else_clause'],
    literal: [
      'integer_literal',
      'float_literal',
      'string_literal',
      'raw_string_literal',
      'char_literal',
      'boolean_literal',
      'negative_literal',
    ],
    collection: ['array_expression', 'tuple_expression', 'token_tree'],
    annotation: ['attribute_item', 'inner_attribute_item'],
    import: ['use_declaration', 'extern_crate_declaration'],
    namespace: ['mod_item'],
    identifier: ['identifier', 'field_identifier', 'type_identifier'],
  },
  decisionTokens: ['&&', '||'],
  fillingTokens: ['{', '}', '[', ']', '(', ')', ',', ';', '-'],
  isDocumentation: (comment) => /^(?:\/\/\/(?!\/)|\/\*\*(?![*/]))/.test(comment),
  declared: {
    function_item: { name: snake },
    function_signature_item: { name: snake },
    mod_item: { name: snake },
    macro_definition: { name: snake },
    let_declaration: { pattern: snake },
    parameter: { pattern: snake },
    field_declaration: { name: snake },
    struct_item: { name: pascal },
    enum_item: { name: pascal },
    union_item: { name: pascal },
    trait_item: { name: pascal },
    type_item: { name: pascal },
    enum_variant: { name: pascal },
    const_item: { name: constant },
    static_item: { name: constant },
  },
  imports: {
    separator: '::',
    parts: 1,
    standard: new Set(list.standard),
    known: new Set(list.known),
    read(statement) {
      const name = pattern.exec(statement)?.[1]
      return name === undefined || /^(?:crate|self|super|Self)$/.test(name) ? [] : [name]
    },
  },
}

const pattern = /^(?:#\[[^\]]*\]\s*)*(?:pub(?:\s*\([^)]*\))?\s+)?(?:use|extern\s+crate|mod)\s+(?:::)?(?:r#)?([A-Za-z_]\w*)/
