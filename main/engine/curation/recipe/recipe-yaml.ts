import { type Document, isMap, isNode, isPair, isSeq } from 'yaml'
import type { z } from 'zod'
import { AppError, isAppError } from '#contracts/errors'
import type { Recipe, RecipeProblem } from '#contracts/recipe'
import { findRepeatedThresholds, findRuleProblems, maxRules } from '#contracts/rule'
import { findStep } from '../steps/steps.ts'
import { editRules } from './edit-rules.ts'
import { readFileRule, toSnakeCase } from './file-rule.ts'
import { parseYaml, type YamlProblem } from './parse-yaml.ts'
import { createRecipeFileSchema, type RecipeFile } from './recipe-schema.ts'
import { upgradeRecipe } from './upgrade-recipe.ts'

type Path = readonly PropertyKey[]

/** Reads a recipe from YAML, of this version or an older one. Fails with `recipe.invalid`, which names the line and column. */
export function parseRecipe(text: string): Recipe {
  return readDocument(text, maxRules).recipe
}

/** Why a text is no recipe; null when it is one. */
export function findRecipeProblem(text: string): RecipeProblem | null {
  try {
    parseRecipe(text)
    return null
  } catch (error) {
    if (isAppError(error, 'recipe.invalid')) return error.data
    throw error
  }
}

/** A recipe and its text in the present version of the format, with its comments; a text of this version as it is. */
export interface ReadRecipe {
  readonly recipe: Recipe
  readonly text: string
}

/** Reads a recipe that is to become that of a project. Fails as `parseRecipe` does. */
export function readRecipe(text: string): ReadRecipe {
  return toPresent(text, readDocument(text, maxRules))
}

/** Reads a recipe that a project holds. Versions before the limit stored more rules, which a person must be able to see and take back. */
export function readStoredRecipe(text: string): ReadRecipe {
  return toPresent(text, readDocument(text, Number.POSITIVE_INFINITY))
}

/** Writes a recipe as YAML. */
export function formatRecipe(recipe: Recipe): string {
  const { name, score, steps } = recipe
  const { document } = readDocument('version: 2\nname: recipe\nrules: []\n', maxRules)
  document.set('name', name)
  if (score !== 'kept') setBeforeRules(document, 'score', score)
  if (steps.length > 0) setBeforeRules(document, 'steps', steps)
  editRules(document, recipe.rules)
  return document.toString({ lineWidth: 0 })
}

/**
 * Makes the text say what the recipe says, and leaves everything else of it alone: comments, order of keys, spelling of numbers. Its steps
 * stay as they are written.
 */
export function editRecipeText(text: string, recipe: Recipe): string {
  const { document, recipe: before } = readDocument(text, Number.POSITIVE_INFINITY)
  if (before.name !== recipe.name) document.set('name', recipe.name)
  editRules(document, recipe.rules)
  const edited = document.toString({ lineWidth: 0 })
  // Aliases tie values together, so that changing one changes others; such a text is written anew.
  return JSON.stringify(parseRecipe(edited)) === JSON.stringify(recipe) ? edited : formatRecipe(recipe)
}

const fileSchema = createRecipeFileSchema()

interface RecipeDocument {
  readonly document: Document
  readonly recipe: Recipe
  /** Whether the text is of an older version than the document. */
  readonly isUpgraded: boolean
}

function toPresent(text: string, { document, recipe, isUpgraded }: RecipeDocument): ReadRecipe {
  return { recipe, text: isUpgraded ? document.toString({ lineWidth: 0 }) : text }
}

function readDocument(text: string, maxCount: number): RecipeDocument {
  const { document, locate, readValue } = parseYaml(text, invalid)
  const refuse = (path: Path, reason: string, cause?: unknown) =>
    invalid({ reason, ...locate(findOffset(document, path)), cause })
  // First, so that what cannot be read of an older recipe is told in its own places.
  const value = readValue()
  const isUpgraded = upgradeRecipe(document, value)
  const result = fileSchema.safeParse(isUpgraded ? readValue() : value)
  if (!result.success) {
    const [issue] = result.error.issues
    if (!issue) throw result.error
    const { path, message } = describeIssue(issue)
    throw refuse(path, message, result.error)
  }
  return { document, recipe: toRecipe(result.data, { maxCount, refuse }), isUpgraded }
}

/** Refuses what the schema cannot. */
function toRecipe(
  { name, score = 'kept', steps = [], rules }: RecipeFile,
  { maxCount, refuse }: { maxCount: number; refuse: (path: Path, message: string) => Error },
): Recipe {
  if (rules.length > maxCount) {
    throw refuse(['rules', maxCount], `there are ${rules.length} rules, and a recipe has at most ${maxCount}`)
  }
  const kinds = new Set<string>()
  for (const [index, { step, ...parameters }] of steps.entries()) {
    if (kinds.has(step)) throw refuse(['steps', index, 'step'], `the step "${step}" is listed already`)
    kinds.add(step)
    // What a step says of several parameters together.
    const [issue] = findStep(step)?.parameters.safeParse(parameters).error?.issues ?? []
    if (issue) throw refuse(['steps', index, ...issue.path], issue.message)
  }
  const read = rules.map(readFileRule)
  for (const [index, rule] of read.entries()) {
    const [problem] = findRuleProblems(rule)
    if (problem)
      throw refuse(['rules', index, ...problem.path.map((key, at) => (at === 0 ? toSnakeCase(key) : key))], problem.reason)
  }
  const [repeated] = findRepeatedThresholds(read)
  if (repeated !== undefined) throw refuse(['rules', repeated.place, 'signal'], repeated.reason)
  return { name, score, steps, rules: read }
}

/** Puts a key before the list of rules. */
function setBeforeRules(document: Document, key: string, value: unknown): void {
  if (!isMap(document.contents)) throw new TypeError('a valid recipe is a map')
  const { items } = document.contents
  items.splice(items.length - 1, 0, document.createPair(key, value) as (typeof items)[number])
}

/** Where the node of a path begins; for a missing key, where the map that lacks it begins. For an unknown key, the key itself. */
function findOffset(document: Document, path: Path): number {
  let node: unknown = document.contents
  let offset = 0
  for (const [place, key] of [undefined, ...path].entries()) {
    if (isMap(node) && key !== undefined) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(key))
      if (!pair) return offset
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0]
      node = pair.value
      if (place === path.length) return offset
    } else if (isSeq(node) && key !== undefined) node = node.items[Number(key)]
    if (!isMap(node) && !isSeq(node)) continue
    if (node.range) offset = node.range[0]
  }
  return offset
}

function describeIssue(issue: z.core.$ZodIssue): { path: Path; message: string } {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    return { path: [...issue.path, key], message: `unknown key "${key}"` }
  }
  if (issue.path.length === 0) return { path: [], message: 'a recipe has the keys version, name and rules' }
  return { path: issue.path, message: `${issue.path.join('.')}: ${issue.message}` }
}

function invalid({ reason, line, column, cause }: YamlProblem): AppError<'recipe.invalid'> {
  const message = `The recipe is not valid: line ${line}, column ${column}: ${reason}.`
  return new AppError('recipe.invalid', message, { reason, line, column }, { cause })
}
