import { naming } from '../naming.ts'
import type { SyntaxLanguage } from '../syntax-language.ts'
import {
  ecmascriptDecisionTokens,
  ecmascriptDeclared,
  ecmascriptFillingTokens,
  ecmascriptImports,
  ecmascriptNodes,
  isJsDoc,
} from './ecmascript.ts'

/** Its grammar knows JSX. */
export const javascript: SyntaxLanguage = {
  names: ['JavaScript'],
  grammar: 'javascript',
  nodes: {
    ...ecmascriptNodes,
    wrapper: [...ecmascriptNodes.wrapper, 'field_definition'],
    identifier: ['identifier', 'property_identifier'],
  },
  decisionTokens: ecmascriptDecisionTokens,
  fillingTokens: ecmascriptFillingTokens,
  isDocumentation: isJsDoc,
  declared: { ...ecmascriptDeclared, formal_parameters: { '': naming.camel }, field_definition: { property: naming.camel } },
  imports: ecmascriptImports,
}
