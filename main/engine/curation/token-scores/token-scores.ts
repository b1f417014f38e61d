import type { TokenScores, TokenScoresRequest } from '#contracts/token-scores'
import { decodeText } from '../../dataset/documents/text-encoding.ts'
import type { OpenProject } from '../../dataset/project/project.ts'
import type { ScoringModels } from '../score-model.ts'
import { scoreWithLoadedModel } from './loaded-model-tokens.ts'
import { scoreWithNgrams } from './ngram-tokens.ts'

/** What scoring the tokens of single documents needs. */
export interface TokenScorerOptions {
  /** Fails with `project.not-open`, which says what was attempted. */
  getProject(attempt: string): OpenProject
  readonly models: ScoringModels
}

/** Fails with `document.not-found`, `model.not-loaded`, `inference.restarting`, `ngram.none` or `ngram.invalid-model`. */
export async function scoreDocumentTokens(
  { getProject, models }: TokenScorerOptions,
  { documentId, from }: TokenScoresRequest,
  signal: AbortSignal | undefined,
): Promise<TokenScores> {
  const project = getProject('see its documents')
  const { bytes, language } = project.readDocument(documentId)
  const { text } = decodeText(bytes)
  return from === 'model' ? scoreWithLoadedModel(models, text, signal) : scoreWithNgrams(project, { text, language }, signal)
}
