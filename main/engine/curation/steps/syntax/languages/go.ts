import list from '../libraries/go.json' with { type: 'json' }
import type { SyntaxLanguage } from '../syntax-language.ts'

/** MixedCaps; the names of tests, benchmarks and examples may have underscores. */
const mixedCaps = /^(?:[a-zA-Z][a-zA-Z0-9]*|(?:Test|Benchmark|Example|Fuzz)\w*)$/

/** Decisions as gocyclo counts them; what function literals decide belongs to the function around them. Names by Effective Go. */
export const go: SyntaxLanguage = {
  names: ['Go'],
  grammar: 'go',
  nodes: {
    comment: ['comment'],
    declaredFunction: ['function_declaration', 'method_declaration'],
    body: ['block'],
    type: ['type_spec', 'type_alias'],
    wrapper: ['type_declaration'],
    decision: ['if_statement', 'for_statement', 'expression_case', 'type_case', 'communication_case'],
    operation: ['binary_expression'],
    nesting: ['if_statement', 'for_statement', 'expression_switch_statement', 'type_switch_statement', 'select_statement'],
    literal: [
      'int_literal',
      'float_literal',
      'imaginary_literal',
      'rune_literal',
      'interpreted_string_literal',
      'raw_string_literal',
      'true',
      'false',
      'nil',
    ],
    collection: ['literal_value'],
    // Its tag, `json:"name"`.
    annotation: ['field_declaration'],
    import: ['import_declaration'],
    identifier: ['identifier', 'field_identifier', 'type_identifier'],
  },
  decisionTokens: ['&&', '||'],
  fillingTokens: ['{', '}', '(', ')', ',', ':', '-', '+'],
  isDocumentation: () => true,
  declared: {
    function_declaration: { name: mixedCaps },
    method_declaration: { name: mixedCaps },
    type_spec: { name: mixedCaps },
    type_alias: { name: mixedCaps },
    var_spec: { name: mixedCaps },
    const_spec: { name: mixedCaps },
    parameter_declaration: { name: mixedCaps },
    field_declaration: { name: mixedCaps },
  },
  imports: {
    separator: '/',
    parts: 3,
    // Only paths of other modules begin with a host.
    standard: new Set(),
    known: new Set(list.known),
    read(statement) {
      const paths = [...statement.matchAll(/"([^"\n]+)"|`([^`\n]+)`/g)].map(([, quoted, raw]) => quoted ?? raw ?? '')
      return paths.filter((path) => /^[^/.]+\.[^/]+\//.test(path))
    },
  },
}
