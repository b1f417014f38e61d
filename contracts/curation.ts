import { z } from 'zod'
import { curationRun } from './curation-report.ts'
import { documentQuery } from './dataset.ts'
import { meantProject } from './meant-project.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'
import { qualityReport } from './quality.ts'
import { tokenScores, tokenScoresRequest } from './token-scores.ts'

/** A step with parameters as they stand in a recipe; those that are left out have their defaults. */
export const listedStep = z.object({ step: z.string(), parameters: z.record(z.string(), z.unknown()).default({}) })

export const trainLanguageModelOptions = z.object({
  query: documentQuery.shape.text,
  file: path,
  arpaFile: path.nullable().default(null),
  /** Words of the longest n-grams. */
  order: z.number().int().min(1).max(6).default(5),
})
export type TrainLanguageModelOptions = z.infer<typeof trainLanguageModelOptions>

export const rateOptions = z.object({
  query: documentQuery,
  /** Documents of the sample at most. */
  count: z.number().int().min(1).max(1_000_000).default(500),
  /** The same seed gives the same sample; a larger one begins with it. */
  seed: z.number().int().min(0).max(999_999_999).default(0),
  /** Tokens of a document that are read at most, from its beginning on. */
  maxTokens: z.number().int().min(16).max(100_000).default(1024),
})
export type RateOptions = z.infer<typeof rateOptions>

/** A model that was trained in a project, or belongs to it. */
export const trainedModel = z.object({
  kind: z.enum(['quality', 'ngram', 'arpa']),
  name: z.string(),
  /** The first of its files, as an absolute path. */
  file: z.string(),
  /** Of all its files. */
  sizeBytes: z.number(),
  /** In words: which documents, or where it is from. */
  trainedOn: z.string(),
  /** Milliseconds since 1970. */
  trainedAt: z.number(),
  /** The step that trained it and can train it again; null for files outside of the project, which are nobody's but the person's. */
  step: z.string().nullable(),
})
export type TrainedModel = z.infer<typeof trainedModel>

/** A step that a recipe can have. */
export const stepDescription = z.object({
  /** Its name in recipes. */
  step: z.string(),
  title: z.string(),
  description: z.string(),
  /** JSON Schema of the parameters. */
  parameters: z.record(z.string(), z.unknown()),
  /** What it gives with its default parameters. */
  signals: z.array(z.object({ name: z.string(), label: z.string(), unit: z.string(), description: z.string() })),
  findings: z.array(z.object({ type: z.string(), label: z.string(), placeholder: z.string() })),
  pairs: z.boolean(),
})
export type StepDescription = z.infer<typeof stepDescription>

export const curationContract = {
  /**
   * Starts a job that runs the steps that a recipe lists and those that its rules need, on the documents that they have not seen. `recipe` is
   * YAML, null for that of the project; `steps` are run beside them, or with these parameters instead. With `scoreAll` every step sees every
   * document, and not only those that the rules before it keep. Steps in `anew` train again and measure all again, whatever is there: what they
   * learn from may have changed. Fails with `recipe.invalid`, or with `input.invalid` that names the step and
   * the parameter.
   */
  curate: procedure
    .input(
      meantProject.extend({
        recipe: z.string().nullable().default(null),
        steps: z.array(listedStep).max(64).default([]),
        scoreAll: z.boolean().default(false),
        anew: z.array(z.string()).max(64).default([]),
      }),
    )
    .output(z.object({ jobId: z.number().int() })),
  /** The runs of recipes on the open project, newest first, with their reports as far as they have come. */
  runs: procedure
    .input(z.object({ limit: z.number().int().min(1).max(1000).default(100) }))
    .output(z.object({ runs: z.array(curationRun) })),
  /** Every step that a recipe can have. */
  steps: procedure.output(z.object({ steps: z.array(stepDescription) })),
  /** What the quality model of the open project was trained on, and how good it is; null as long as none was trained. */
  qualityModel: procedure.output(z.object({ parameters: z.record(z.string(), z.unknown()), report: qualityReport }).nullable()),
  /** The quality model and the n-gram models of the open project, and those brought along for its steps. */
  trainedModels: procedure.output(z.object({ models: z.array(trainedModel) })),
  /**
   * Deletes the files that a step trained in the project. Values that it measured stay until its next run, which trains anew. Fails with
   * `job.conflict` while steps run.
   */
  removeTrainedModel: procedure.input(meantProject.extend({ step: z.string() })).output(z.void()),
  /**
   * Starts a job that scores every document with the loaded model: signals `model_perplexity` and `model_bits_per_byte`,
   * from the exact log-probabilities of the first `maxTokens` tokens. Documents that cannot be scored stay missing, with the reason
   * in the job's problems. Fails with `model.not-loaded`.
   */
  scoreWithModel: procedure
    .input(meantProject.extend({ maxTokens: z.number().int().min(2).max(8192).default(512) }))
    .output(z.object({ jobId: z.number().int() })),
  /**
   * Starts a job in which the loaded model rates a sample of the documents that match, by a rubric of 0 to 5 points: signals `model_rating` (the
   * mean of the six ratings by their probabilities) and `model_likeliest_rating`. What this model rated before by the same rubric stays and is not
   * rated again; of another model the values come back when it rates again. Fails with `model.not-loaded`.
   */
  rateDocuments: procedure.input(meantProject.extend(rateOptions.shape)).output(z.object({ jobId: z.number().int() })),
  /**
   * Starts a job of the workbench that trains an n-gram model on the documents that a query of the query bar matches, all when it is empty, and writes it to
   * `file`; with `arpaFile` as ARPA, too. What is there is replaced if it is a model of the same kind. Fails with `input.invalid` when a file
   * cannot be used, and with `file.would-replace` when something else is there.
   */
  trainLanguageModel: procedure
    .input(meantProject.extend(trainLanguageModelOptions.shape))
    .output(z.object({ jobId: z.number().int() })),
  /**
   * How much each token of one document surprises a model, for colours over its text. A long document is scored as far as that takes seconds.
   * Fails with `document.not-found`, `model.not-loaded` or `inference.restarting`.
   */
  tokenScores: procedure.input(tokenScoresRequest).output(tokenScores),
}
