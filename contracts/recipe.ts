import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { meantProject } from './meant-project.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'

/**
 * One rule: a document is dropped when the signal is below `min` or above `max`. Null means no bound.
 * A document without a value is never dropped by the rule. Bounds are inclusive: a value equal to a bound is kept.
 */
export const cut = z
  .object({ signal: z.string().min(1), min: z.number().nullable(), max: z.number().nullable() })
  .refine((value) => value.min === null || value.max === null || value.min <= value.max, {
    message: 'min must not be above max',
    path: ['min'],
  })
export type Cut = z.infer<typeof cut>

/** The most cuts that a recipe has and that can be previewed: with one more, the count of a document's failing cuts needs a second byte. */
export const maxCuts = 255
export const cuts = z.array(cut).max(maxCuts)

/** Ordered rules. On disk this is YAML: `version`, `name`, `steps: [{ step: threshold, signal, min?, max? }]`. */
export const recipe = z.object({ name: z.string().min(1), cuts: z.array(cut) })
export type Recipe = z.infer<typeof recipe>

export const recipeState = z.object({
  recipe,
  /** The recipe as YAML, as it would be saved. */
  text: z.string(),
  /** Where it was last saved or loaded, and whether it changed since. */
  file: z.string().nullable(),
  changed: z.boolean(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
})
export type RecipeState = z.infer<typeof recipeState>

/** The recipe of the open project. Every change is kept in the project, so undo survives a restart. */
export const recipeContract = {
  watch: procedure.output(eventIterator(recipeState.nullable())),
  /** Replaces all cuts as one step that undo takes back. */
  setCuts: procedure.input(meantProject.extend({ cuts })).output(recipeState),
  /** Replaces the recipe by YAML text as one step; `recipe.invalid` with line and column. */
  setText: procedure.input(meantProject.extend({ text: z.string() })).output(recipeState),
  undo: procedure.input(meantProject.prefault({})).output(recipeState),
  redo: procedure.input(meantProject.prefault({})).output(recipeState),
  /** Fails with `file.would-replace` when the file is something else than a recipe, until `replace` confirms it. */
  saveFile: procedure
    .input(meantProject.extend({ file: path, replace: z.string().nullable().default(null) }))
    .output(recipeState),
  loadFile: procedure.input(meantProject.extend({ file: path })).output(recipeState),
}
