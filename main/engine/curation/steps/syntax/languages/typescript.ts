import { anyOf, naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'
import {
  ecmascriptDecisionTokens,
  ecmascriptDeclared,
  ecmascriptFillingTokens,
  ecmascriptImports,
  ecmascriptNodes,
  isJsDoc,
} from './ecmascript.ts'

const { camel, pascal, constant } = naming

export const typescript: SyntaxLanguage = {
  names: ['TypeScript'],
  grammar: 'typescript',
  nodes: {
    ...ecmascriptNodes,
    declaredType: [...ecmascriptNodes.declaredType, 'abstract_class_declaration', 'interface_declaration', 'enum_declaration'],
    body: [...ecmascriptNodes.body, 'interface_body', 'enum_body'],
    wrapper: [...ecmascriptNodes.wrapper, 'public_field_definition'],
    // The text between elements belongs to TSX.
    literal: ecmascriptNodes.literal.filter((kind) => kind !== 'jsx_text'),
  },
  decisionTokens: ecmascriptDecisionTokens,
  fillingTokens: ecmascriptFillingTokens,
  isDocumentation: isJsDoc,
  declared: {
    ...ecmascriptDeclared,
    abstract_class_declaration: { name: pascal },
    interface_declaration: { name: pascal },
    type_alias_declaration: { name: pascal },
    enum_declaration: { name: pascal },
    required_parameter: { pattern: camel },
    optional_parameter: { pattern: camel },
    public_field_definition: { name: anyOf(camel, constant) },
  },
  imports: ecmascriptImports,
}

/** TypeScript with elements of JSX, which has a grammar of its own. */
export const tsx: SyntaxLanguage = {
  ...typescript,
  names: ['TSX'],
  grammar: 'tsx',
  nodes: { ...typescript.nodes, literal: ecmascriptNodes.literal },
}
