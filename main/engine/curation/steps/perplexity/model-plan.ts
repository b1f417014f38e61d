import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** The name of the plan among the prepared files. */
export const planName = 'plan'

/** Names of prepared files. With two, the first was trained on half 0 and scores half 1, and the other way round. */
const models = z.array(z.string()).min(1).max(2)

const modelSet = z.object({
  /** For languages without models of their own. */
  general: models,
  languages: z.record(z.string(), models),
})
export type ModelSet = z.infer<typeof modelSet>

/** Of the natural logarithms of perplexities. */
const spread = z.object({ mean: z.number(), deviation: z.number() })
export type Spread = z.infer<typeof spread>

const contrast = z.object({ clean: spread, noisy: spread })
export type Contrast = z.infer<typeof contrast>

/** What `prepare` made: which model scores what. Stored as JSON beside the models. */
const modelPlan = z.object({
  version: z.literal(1),
  clean: modelSet,
  noisy: modelSet.nullable(),
  /** What perplexities are compared with; null where the sample is too small to say. */
  contrast: z.object({ general: contrast.nullable(), languages: z.record(z.string(), contrast) }).nullable(),
})
export type ModelPlan = z.infer<typeof modelPlan>

/** Reads what `prepare` made, by its files. */
export async function readModelPlan(prepared: Readonly<Record<string, string>>): Promise<ModelPlan> {
  return modelPlan.parse(JSON.parse(await readFile(prepared[planName] as string, 'utf8')))
}

/** The models that score a document of a language. */
export function findModels({ general, languages }: ModelSet, language: string): readonly string[] {
  return Object.hasOwn(languages, language) ? (languages[language] as readonly string[]) : general
}

/** The one of them that a document of this half was kept from. */
export function pickModel(models: readonly string[], half: 0 | 1): string {
  return models[models.length === 2 ? 1 - half : 0] as string
}
