import list from '../libraries/ruby.json' with { type: 'json' }
import { anyOf, naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'

const { snake, pascal, constant } = naming

/** Decisions as RuboCop's `Metrics/CyclomaticComplexity` counts them, but for blocks that are given to iterating methods. Names by the Ruby Style Guide. */
export const ruby: SyntaxLanguage = {
  names: ['Ruby'],
  grammar: 'ruby',
  nodes: {
    comment: ['comment'],
    function: ['method', 'singleton_method'],
    type: ['class', 'module'],
    decision: [
      'if',
      'elsif',
      'unless',
      'while',
      'until',
      'for',
      'when',
      'in_clause',
      'rescue',
      'conditional',
      'if_modifier',
      'unless_modifier',
      'while_modifier',
      'until_modifier',
      'rescue_modifier',
    ],
    operation: ['binary', 'operator_assignment', 'call'],
    nesting: ['if', 'unless', 'while', 'until', 'for', 'case', 'case_match', 'rescue'],
    literal: [
      'integer',
      'float',
      'complex',
      'rational',
      'true',
      'false',
      'nil',
      'character',
      'simple_symbol',
      'hash_key_symbol',
      'string_content',
      'heredoc_content',
    ],
    template: ['string', 'bare_string', 'bare_symbol', 'delimited_symbol', 'regex', 'subshell', 'heredoc_body'],
    collection: ['array', 'hash', 'string_array', 'symbol_array'],
    importCall: ['call'],
    identifier: ['identifier', 'constant'],
  },
  decisionTokens: ['&&', '||', 'and', 'or', '&&=', '||=', '&.'],
  fillingTokens: ['[', ']', '{', '}', '(', ')', ',', ':', '=>', '-', '%w(', '%i('],
  isDocumentation: () => true,
  declared: {
    method: { name: /^_*[a-z][a-z0-9]*(?:_[a-z0-9]+)*_*[?!]?$/ },
    singleton_method: { name: /^_*[a-z][a-z0-9]*(?:_[a-z0-9]+)*_*[?!]?$/ },
    class: { name: pascal },
    module: { name: pascal },
    assignment: { left: anyOf(snake, constant, pascal) },
    method_parameters: { '': snake },
    block_parameters: { '': snake },
    optional_parameter: { name: snake },
    keyword_parameter: { name: snake },
  },
  imports: {
    separator: '/',
    parts: 1,
    standard: new Set(list.standard),
    known: new Set(list.known),
    read: (statement) => /^require\s*\(?\s*['"]([^'".][^'"]*)['"]/.exec(statement)?.slice(1) ?? [],
  },
}
