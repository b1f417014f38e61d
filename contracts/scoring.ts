import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { choiceQuestion, scoredTokens, scoreReach, textScore, weighedChoices } from './inference.ts'
import { modelState } from './models.ts'
import { procedure } from './procedure.ts'

/**
 * The model in use as the data thread sees it. `loadId` tells apart loads of the same file, and is null while no model is ready: whoever
 * scores many texts sees by it that the model was replaced or brought back in between.
 */
export const scoringState = z.object({ state: modelState, loadId: z.number().int().nullable() })
export type ScoringState = z.infer<typeof scoringState>

/** What the data thread asks of the loop that holds the model. No page reaches this. */
export const scoringContract = {
  state: procedure.output(scoringState),
  /** Now and at every change. */
  watch: procedure.output(eventIterator(scoringState)),
  /**
   * As `score` of the inference process, with this load of the model and no other: fails with `model.not-loaded` when it is gone before
   * or afterwards, and with `inference.restarting` or `connection.lost` when its process ended while it scored.
   */
  score: procedure.input(scoreReach.extend({ loadId: z.number().int(), texts: z.array(z.string()) })).output(z.array(textScore)),
  /** As `scoreTokens` of the inference process, with this load of the model; fails as `score` does. */
  scoreTokens: procedure.input(scoreReach.extend({ loadId: z.number().int(), text: z.string() })).output(scoredTokens),
  /** As `weighChoices` of the inference process, with this load of the model; fails as `score` does. */
  weighChoices: procedure
    .input(choiceQuestion.extend({ loadId: z.number().int(), texts: z.array(z.string()) }))
    .output(z.array(weighedChoices)),
}
