import type { ContractRouterClient } from '@orpc/contract'
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { backendName, loadedModel, loadStage, modelFile, modelFit } from './models.ts'
import { numberArray } from './number-array.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

const file = z.object({ file: path })

export const infillRequest = z.object({
  /** Text before and after the cursor, unshortened; the inference process cuts by tokens, suffix first. */
  prefix: z.string(),
  suffix: z.string(),
  maxTokens: z.number().int().min(1),
})
export type InfillRequest = z.infer<typeof infillRequest>

export const infillEvent = z.discriminatedUnion('type', [
  /** Comes once, before the first token, so that a stream that is ended early has been measured too. `promptMs` as at the end. */
  z.object({
    type: z.literal('prompt'),
    promptTokens: z.number().int(),
    reusedTokens: z.number().int(),
    promptMs: z.number(),
  }),
  /**
   * What was written since the event before, one entry a token: the first at once, later ones as often as a screen could show them.
   * `text` is new text only; `confidence` is the probability (0 to 1) that the model gave the token.
   */
  z.object({ type: z.literal('tokens'), tokens: z.array(z.object({ text: z.string(), confidence: z.number() })) }),
  z.object({
    type: z.literal('end'),
    /** `end-token`: the model finished by itself; `limit`: `maxTokens` reached or the context is full. */
    reason: z.enum(['end-token', 'limit']),
    promptTokens: z.number().int(),
    reusedTokens: z.number().int(),
    promptMs: z.number(),
    generatedTokens: z.number().int(),
    generateMs: z.number(),
  }),
])
export type InfillEvent = z.infer<typeof infillEvent>

/** How much of a text is scored, and how much the model sees at once. */
export const scoreReach = z.object({
  /** Tokens from the beginning on. */
  maxTokens: z.number().int().min(2),
  /** Never more than the model was trained for. Of a longer text several windows are read, and each token is scored once. */
  windowTokens: z.number().int().min(2).default(1024),
  /** How far each window lies behind the one before it; what is left of a window is seen again and gives its tokens something before them. */
  strideTokens: z.number().int().min(1).default(768),
})
export type ScoreReach = z.infer<typeof scoreReach>

/** The tokens of a text in their order; all arrays have the same length. */
export const scoredTokens = z.object({
  /** Natural logarithm of the probability of each token after those before it; NaN where there is nothing before the first. */
  logProbabilities: numberArray('Float32Array'),
  /** UTF-8 bytes of each; together those of the text, as far as it was scored. */
  sizes: numberArray('Uint32Array'),
})
export type ScoredTokens = z.infer<typeof scoredTokens>

/** The score of one text. Perplexity is exp(-logProbability / scoredTokens); bits per byte is -logProbability / ln 2 / scoredBytes. */
export const textScore = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('scored'),
    /** Tokens that were predicted: all that were read but the first. */
    scoredTokens: z.number().int(),
    /** UTF-8 bytes of the predicted tokens. */
    scoredBytes: z.number().int(),
    /** Sum of natural logarithms of the probabilities of the actual tokens. */
    logProbability: z.number(),
  }),
  z.object({ status: z.literal('failed'), reason: z.string() }),
])
export type TextScore = z.infer<typeof textScore>

/** A question about a text that one of a few answers settles. */
export const choiceQuestion = z.object({
  /** What the model is told before the text, and after it. With the model's own chat template where it has one, else as plain text. */
  before: z.string(),
  after: z.string(),
  /** How the answer begins; each choice is how it goes on. */
  lead: z.string().min(1),
  choices: z.array(z.string().min(1)).min(2).max(16),
  /** Tokens of a text that are read at most, from its beginning on; fewer where the model was trained for fewer. */
  maxTokens: z.number().int().min(1),
})
export type ChoiceQuestion = z.infer<typeof choiceQuestion>

/** How likely a model finds each answer to a question about one text. */
export const weighedChoices = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('weighed'),
    /** Of each choice in their order, among all that the model could say; so their sum is at most 1, and small where it would not answer. */
    probabilities: z.array(z.number()),
    readTokens: z.number().int(),
    /** Whether the text is longer than what was read. */
    isCut: z.boolean(),
  }),
  z.object({ status: z.literal('failed'), reason: z.string() }),
])
export type WeighedChoices = z.infer<typeof weighedChoices>

export const detectedBackend = z.object({
  name: backendName.exclude(['cpu']),
  /** Why it cannot be used; null when it can be tried. */
  missing: z.string().nullable(),
  /** Changes when the driver does, or llama.cpp. */
  version: z.string(),
})
export type DetectedBackend = z.infer<typeof detectedBackend>

/** What the engine asks of the process in which llama.cpp lives. One model at a time. */
export const inferenceContract = {
  /** Looks for drivers of every back-end but the CPU, the best first. Evaluates nothing, so a driver that is found may still fail. */
  detect: procedure.output(z.array(detectedBackend)),
  /** Opens a back-end and evaluates a little of a model on it. A driver that fails may end the process: ask one that can be lost. */
  prove: procedure.input(z.object({ backend: backendName, file: path.nullable() })).output(z.object({ device: z.string() })),
  /** Chooses the back-end for everything after it; to be called first. Without it, and where it fails, the CPU is used. */
  open: procedure.input(z.object({ backend: backendName })).output(z.object({ device: z.string(), cores: z.number().int() })),
  /** Reads a GGUF header without loading the model. A damaged file is answered with `problem`, not an error. */
  inspect: procedure.input(file.extend({ bundled: z.boolean() })).output(modelFile),
  fit: procedure.input(file).output(modelFit),
  /**
   * Unloads the loaded model, then loads this one, choosing placement and measuring thread counts. Ends with `ready`. A newer load or
   * unload, or aborting the call, ends it with `model.load-cancelled`.
   */
  load: procedure
    .input(file)
    .output(
      eventIterator(
        z.discriminatedUnion('type', [
          z.object({ type: z.literal('progress'), stage: loadStage, progress: z.number() }),
          z.object({ type: z.literal('ready'), model: loadedModel }),
        ]),
      ),
    ),
  unload: procedure.output(z.void()),
  /**
   * Streams the middle between prefix and suffix, greedily. Ending the stream early stops the model before the next call begins.
   * One at a time: a newer infill, or loading a model, ends this stream without an `end` event.
   */
  infill: procedure.input(infillRequest).output(eventIterator(infillEvent)),
  /** Scores each text, answers in the same order. Runs behind any infill. */
  score: procedure.input(scoreReach.extend({ texts: z.array(z.string()).min(1).max(256) })).output(z.array(textScore)),
  /** Scores one text token by token. Runs behind any infill. */
  scoreTokens: procedure.input(scoreReach.extend({ text: z.string() })).output(scoredTokens),
  /**
   * Asks one question about each text, answers in the same order. Each takes one evaluation and writes nothing. Runs behind any infill. Fails
   * with `model.cannot-answer` when no text could be asked about.
   */
  weighChoices: procedure
    .input(choiceQuestion.extend({ texts: z.array(z.string()).min(1).max(256) }))
    .output(z.array(weighedChoices)),
}

export type InferenceClient = ContractRouterClient<typeof inferenceContract>
