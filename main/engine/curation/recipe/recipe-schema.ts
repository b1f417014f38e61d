import { z } from 'zod'
import { categoryProperty, keepCriterion, maxRules } from '#contracts/rule'
import type { Step } from '../steps/step.ts'
import { steps } from '../steps/steps.ts'

const expected = { error: 'a number is expected' }
const fromTo = (lowest: number, highest: number) =>
  z
    .number({ error: `a number from ${lowest} to ${highest} is expected` })
    .min(lowest)
    .max(highest)
const nameOfSignal = z
  .string({ error: 'the name of a signal is expected' })
  .min(1, 'the name of a signal is expected')
  .describe('Name of a signal, as in the table of documents.')
const percentile = z
  .strictObject({ percentile: fromTo(0, 100).describe('From 0 to 100, of the values that documents have.') })
  .describe('The value at a percentile.')
const bound = z.union([z.number(), percentile], { error: 'a number or { percentile: … } is expected' }).nullish()
const min = bound.describe('Documents with a lower value are dropped. No bound when left out.')
const max = bound.describe('Documents with a higher value are dropped. No bound when left out.')
const names = (of: string) => z.array(z.string(), { error: 'a list of names is expected' }).describe(of)

const scope = z.strictObject({
  languages: names('Names of languages, as Linguist has them.').optional(),
  extensions: names('Extensions with their dot: .json').optional(),
})
const scoped = {
  only: scope.nullish().describe('The only documents that the rule looks at; all when left out.'),
  except: scope.nullish().describe('Documents that the rule passes over.'),
}
const byLanguage = z.boolean({ error: 'true or false is expected' }).optional()

const threshold = z
  .strictObject({
    rule: z.literal('threshold'),
    signal: nameOfSignal,
    min,
    max,
    by_language: byLanguage.describe('Percentiles are taken of each language by itself.'),
    languages: z.record(z.string(), z.strictObject({ min, max })).optional().describe('Bounds of single languages instead.'),
    ...scoped,
  })
  .describe('Keeps the documents whose value lies between the bounds or on one of them. A document without a value is kept.')

const category = z
  .strictObject({
    rule: z.literal('category'),
    property: categoryProperty.describe('What documents are told apart by.'),
    keep: names('The only values that are kept; all when left out. Documents without one have the value none.').nullish(),
    drop: names('Values that are dropped.').optional(),
    min_total_bytes: z.number(expected).min(0).nullish().describe('Values with fewer bytes in the whole project are dropped.'),
    ...scoped,
  })
  .describe('Keeps documents by language, licence, extension, source or repository.')

const duplicate = z
  .strictObject({
    rule: z.literal('duplicate'),
    step: z.string().min(1).describe('The step that finds them: exact-duplicates or near-duplicates.'),
    jaccard: z
      .number(expected)
      .min(0)
      .max(1)
      .optional()
      .describe('Documents less alike than this are no duplicates. 0.85 when left out.'),
    keep: z
      .array(keepCriterion)
      .optional()
      .describe('Which one of a cluster stays: the first of these that tells two apart decides. Otherwise the path does.'),
    ...scoped,
  })
  .describe('Of documents that are alike, drops all but one.')

const finding = z
  .strictObject({
    rule: z.literal('finding'),
    step: z.string().min(1).describe('The step that finds them: secrets, say.'),
    types: names('The types of findings that count; all when left out.').nullish(),
    action: z
      .enum(['drop', 'mask', 'mark'])
      .optional()
      .describe('Drop the document, export it with placeholders, or only mark them.'),
    ...scoped,
  })
  .describe('Decides by what a step found in a document.')

const score = z
  .strictObject({
    rule: z.literal('score'),
    signal: nameOfSignal.optional(),
    min: z.number(expected).nullish().describe('The lowest score that is kept.'),
    keep_share: z
      .number(expected)
      .min(0)
      .max(1)
      .nullish()
      .describe('The share of documents that is kept, best first, from 0 to 1.'),
    by_language: byLanguage.describe('Shares are taken of each language by itself.'),
    ...scoped,
  })
  .describe('Keeps the documents with the best scores. A document without one is kept.')

/** What a recipe file says of one rule: keys as they are written, defaults left out. */
export const fileRule = z.discriminatedUnion('rule', [threshold, category, duplicate, finding, score], {
  error: 'the rule must be threshold, category, duplicate, finding or score',
})
export type FileRule = z.infer<typeof fileRule>

/**
 * A recipe as it stands in a file. Keys that are not listed are refused, so that a misspelt bound is never taken for none. `known` are the
 * steps that it can have.
 */
export function createRecipeFileSchema(known: readonly Step[] = steps) {
  return z
    .strictObject({
      version: z.literal(2, { error: 'the version must be 2' }).describe('Version of this format.'),
      name: z.string({ error: 'a name is expected' }).min(1, 'a name is expected').describe('Name of the recipe.'),
      score: z
        .enum(['kept', 'all'], { error: 'kept or all is expected' })
        .optional()
        .describe('Whether a step measures only what the rules before it keep, or all documents. kept when left out.'),
      steps: z
        .array(createStepSchema(known), { error: 'a list of steps is expected' })
        .optional()
        .describe('How documents are measured. Steps that rules need and that are not listed run with their defaults.'),
      rules: z
        .array(fileRule, { error: 'a list of rules is expected' })
        .describe('What decides, in order; a document that any of them drops is dropped.')
        // For editors; whoever reads a recipe says at which rule it is exceeded.
        .meta({ maxItems: maxRules }),
    })
    .describe('A recipe of CodeShell Workbench: what to measure, and which documents to keep.')
}
export type RecipeFile = z.infer<ReturnType<typeof createRecipeFileSchema>>

type StepSchema = z.ZodType<{ step: string } & Record<string, unknown>>

function createStepSchema(known: readonly Step[]): StepSchema {
  const kinds = known.map(({ kind }) => kind)
  const error = `the step must be one of ${kinds.join(', ')}`
  const options = known.map((step) => withKind(step))
  const [first, ...others] = options
  if (!first) return z.never({ error: 'there are no steps' }) as unknown as StepSchema
  return z.discriminatedUnion('step', [first, ...others], { error }) as unknown as StepSchema
}

/** The parameters of a step with its name among them. */
function withKind({ kind, description, parameters }: Step) {
  if (!(parameters instanceof z.ZodObject)) throw new TypeError(`the parameters of ${kind} are an object`)
  return z.strictObject({ step: z.literal(kind), ...parameters.shape }).describe(description)
}

/** The JSON Schema that editors use to check and complete recipes, as published in assets/recipes/recipe.schema.json. */
export function createRecipeJsonSchema(): string {
  const schema = z.toJSONSchema(createRecipeFileSchema(), { io: 'input' })
  return `${JSON.stringify({ ...schema, title: 'CodeShell Workbench recipe' }, null, 2)}\n`
}
