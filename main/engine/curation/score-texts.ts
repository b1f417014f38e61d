import type { ScoreReach, TextScore } from '#contracts/inference'
import { createTextAsker, type TextAskerOptions } from './ask-texts.ts'

/** Scores texts with one model and no other, for as long as that takes. */
export interface TextScorer {
  /** Fails as `ask` of `TextAsker` does. */
  score(texts: readonly string[], reach: ScoreReach): Promise<TextScore[]>
}

export function createTextScorer(options: TextAskerOptions): TextScorer {
  const asker = createTextAsker(options)
  return {
    score: (texts, reach) =>
      asker.ask<TextScore>(texts, reach.maxTokens, (client, some, call) => client.score({ texts: some, ...reach }, call)),
  }
}
