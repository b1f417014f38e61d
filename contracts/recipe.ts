import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { meantProject } from './meant-project.ts'
import { path } from './path.ts'
import { procedure } from './procedure.ts'
import { rule, rules } from './rule.ts'

/** A step with the parameters that are not as it has them by itself; `curation.steps` has their schemas. */
export const stepSettings = z.looseObject({ step: z.string().min(1) })

/** Which steps run before which: each on documents that the rules before still keep, or all on all documents. */
export const scoring = z.enum(['kept', 'all'])

/**
 * What is measured and what decides, in order. On disk this is YAML: `version`, `name`, `score`, `steps: [{ step, ... }]`,
 * `rules: [{ rule, ... }]` with keys in snake_case. Steps that rules need and the recipe does not list run as they are by themselves.
 */
export const recipe = z.object({ name: z.string().min(1), score: scoring, steps: z.array(stepSettings), rules: z.array(rule) })
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

/** A recipe that comes with the program. */
export const bundledRecipe = z.object({
  /** Of `takeBundled`. */
  id: z.string(),
  name: z.string(),
  /** What it is, and after whom. */
  description: z.string(),
})
export type BundledRecipe = z.infer<typeof bundledRecipe>

/** More than any recipe needs, in characters. */
const maxCheckedLength = 1_000_000

/** Why a text is no recipe, and where: lines and columns from 1 on. */
export const recipeProblem = z.object({ line: z.number().int(), column: z.number().int(), reason: z.string() })
export type RecipeProblem = z.infer<typeof recipeProblem>

/** Other programs whose configurations a recipe can be written as: Data-Juicer, and the mixer of dolma. */
export const recipeProgram = z.enum(['data-juicer', 'dolma'])
export type RecipeProgram = z.infer<typeof recipeProgram>

/** Something that one program says and another cannot. */
export const leftOut = z.object({
  /** As it stands in the file, or as the rule is called. */
  what: z.string(),
  /** A sentence. */
  reason: z.string(),
})
export type LeftOut = z.infer<typeof leftOut>

/** A recipe as another program would read it. */
export const convertedRecipe = z.object({
  /** Its first lines, comments, say what was left out. */
  text: z.string(),
  /** Rules that it says, whole or but for what was left out of them. */
  ruleCount: z.number().int(),
  leftOut: z.array(leftOut),
})
export type ConvertedRecipe = z.infer<typeof convertedRecipe>

/** The recipe of the open project. Every change is kept in the project, so undo survives a restart. */
export const recipeContract = {
  watch: procedure.output(eventIterator(recipeState.nullable())),
  /** Replaces all rules as one change that undo takes back. Those that are as before stay as they are written, with their comments. */
  setRules: procedure.input(meantProject.extend({ rules })).output(recipeState),
  /** Replaces the recipe by YAML text as one change; `recipe.invalid` with line and column. */
  setText: procedure.input(meantProject.extend({ text: z.string() })).output(recipeState),
  /** What `setText` would refuse a text for; null when it would take it. Changes nothing, and needs no project. */
  check: procedure
    .input(z.object({ text: z.string().max(maxCheckedLength) }))
    .output(z.object({ problem: recipeProblem.nullable() })),
  /** The JSON Schema of recipes, as `assets/recipes/recipe.schema.json` has it: for whoever helps to write one. */
  schema: procedure.output(z.object({ schema: z.record(z.string(), z.unknown()) })),
  undo: procedure.input(meantProject.prefault({})).output(recipeState),
  redo: procedure.input(meantProject.prefault({})).output(recipeState),
  /** Fails with `file.would-replace` when the file is something else than a recipe, until `replace` confirms it. */
  saveFile: procedure
    .input(meantProject.extend({ file: path, replace: z.string().nullable().default(null) }))
    .output(recipeState),
  /** What the text of a recipe is for another program; `recipe.invalid` with line and column. Changes nothing, and needs no project. */
  convert: procedure.input(z.object({ text: z.string().max(maxCheckedLength), program: recipeProgram })).output(convertedRecipe),
  /**
   * Writes the recipe to a file for another program. Fails with `file.would-replace` when the file is something else than a configuration of
   * such a program, until `replace` confirms it, and with `input.invalid` when no rule can be said.
   */
  exportFile: procedure
    .input(meantProject.extend({ program: recipeProgram, file: path, replace: z.string().nullable().default(null) }))
    .output(convertedRecipe),
  /** The recipes that come with the program, by name. */
  listBundled: procedure.output(z.object({ recipes: z.array(bundledRecipe) })),
  /** Replaces the recipe by one that comes with the program, as one change that undo takes back. `input.invalid` when there is no such one. */
  takeBundled: procedure.input(meantProject.extend({ id: z.string() })).output(recipeState),
  loadFile: procedure.input(meantProject.extend({ file: path })).output(recipeState),
}
