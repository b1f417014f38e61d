import { type Document, isMap, isNode, isPair, isSeq, LineCounter, parseDocument, YAMLMap } from 'yaml'
import { AppError } from '#contracts/errors'
import { type Cut, maxCuts, type Recipe } from '#contracts/recipe'
import { type RecipeFile, recipeFile } from './recipe-schema.ts'
import { findTooDeep, maxYamlDepth } from './recipe-yaml-depth.ts'

type Path = readonly PropertyKey[]

/** Reads a recipe from YAML. Fails with `recipe.invalid`, which names the line and column. */
export function parseRecipe(text: string): Recipe {
  return readDocument(text, maxCuts).recipe
}

/** Reads a recipe that a project holds. Versions before the limit stored more cuts, which a person must be able to see and take back. */
export function parseStoredRecipe(text: string): Recipe {
  return readDocument(text, Number.POSITIVE_INFINITY).recipe
}

/** Writes a recipe as YAML. */
export function formatRecipe(recipe: Recipe): string {
  return editRecipeText('version: 1\nname: recipe\nsteps: []\n', recipe)
}

/** Makes the text say what the recipe says, and leaves everything else of it alone: comments, order of keys, spelling of numbers. */
export function editRecipeText(text: string, recipe: Recipe): string {
  const { document, recipe: before } = readDocument(text, Number.POSITIVE_INFINITY)
  if (before.name !== recipe.name) document.set('name', recipe.name)
  editSteps(document, recipe.cuts)
  const edited = document.toString({ lineWidth: 0 })
  // Aliases tie values together, so that changing one changes others; such a text is written anew.
  return isSameRecipe(parseRecipe(edited), recipe) ? edited : formatRecipe(recipe)
}

function readDocument(text: string, maxSteps: number): { document: Document; recipe: Recipe } {
  const lineCounter = new LineCounter()
  refuseDeep(text)
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const [error] = document.errors
  if (error) throw invalid(error.message, lineCounter, error.pos[0], error)
  const result = recipeFile.safeParse(readValue(document, lineCounter))
  if (!result.success) {
    const [issue] = result.error.issues
    if (!issue) throw result.error
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
    const message =
      issue.code === 'unrecognized_keys' ? `unknown key "${issue.keys[0]}"` : describeIssue(issue.path, issue.message)
    throw invalid(message, lineCounter, findOffset(document, path), result.error)
  }
  checkSteps(result.data, maxSteps, (path, message) => invalid(message, lineCounter, findOffset(document, path)))
  return { document, recipe: toRecipe(result.data) }
}

function refuseDeep(text: string): void {
  const lineCounter = new LineCounter()
  const offset = findTooDeep(text, lineCounter)
  if (offset === null) return
  throw invalid(`it is nested more than ${maxYamlDepth} levels deep, and a recipe has three levels`, lineCounter, offset)
}

function readValue(document: Document, lineCounter: LineCounter): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // An alias without its anchor, or aliases nested so that they would fill the memory.
    throw invalid(error instanceof Error ? error.message : String(error), lineCounter, 0, error)
  }
}

/** What the schema cannot say. */
function checkSteps({ steps }: RecipeFile, maxSteps: number, refuse: (path: Path, message: string) => Error): void {
  if (steps.length > maxSteps) {
    throw refuse(['steps', maxSteps], `there are ${steps.length} steps, and a recipe has at most ${maxSteps}`)
  }
  const seen = new Set<string>()
  for (const [index, { signal, min, max }] of steps.entries()) {
    if (typeof min === 'number' && typeof max === 'number' && min > max) {
      throw refuse(['steps', index, 'min'], `min ${min} is above max ${max}, so no document would be kept`)
    }
    if (seen.has(signal)) {
      throw refuse(['steps', index, 'signal'], `the signal "${signal}" has a step already; put both bounds into one step`)
    }
    seen.add(signal)
  }
}

function toRecipe({ name, steps }: RecipeFile): Recipe {
  return { name, cuts: steps.map(({ signal, min, max }) => ({ signal, min: min ?? null, max: max ?? null })) }
}

function editSteps(document: Document, cuts: readonly Cut[]): void {
  const steps = document.get('steps')
  if (!isSeq(steps)) throw new TypeError('a valid recipe has a list of steps')
  const [first] = steps.items
  if (isMap(first) && steps.commentBefore) {
    // The comment above the first step belongs to that step, and moves or goes with it.
    first.commentBefore = [steps.commentBefore, first.commentBefore].filter(Boolean).join('\n')
    steps.commentBefore = null
  }
  const bySignal = new Map(steps.items.filter(isMap).map((item) => [item.toJS(document).signal as unknown, item]))
  steps.items = cuts.map((cut) => editStep(document, bySignal.get(cut.signal) ?? createStep(document, cut), cut))
  // An empty list is written as []; what is put into it stands on lines of its own.
  steps.flow = cuts.length === 0
}

function createStep(document: Document, { signal }: Cut): YAMLMap {
  const step = new YAMLMap(document.schema)
  step.set('step', 'threshold')
  step.set('signal', signal)
  return step
}

function editStep(document: Document, step: YAMLMap, cut: Cut): YAMLMap {
  const before = step.toJS(document) as { min?: number | null; max?: number | null }
  for (const bound of ['min', 'max'] as const) {
    if ((before[bound] ?? null) === cut[bound]) continue
    if (cut[bound] === null) step.delete(bound)
    else if (bound === 'min' && !step.has('min') && step.has('max')) {
      const place = step.items.findIndex((pair) => String(pair.key) === 'max')
      step.items.splice(place, 0, document.createPair('min', cut.min))
    } else step.set(bound, cut[bound])
  }
  return step
}

/** Where the node of a path begins; for a missing key, where the map that lacks it begins. For an unknown key, the key itself. */
function findOffset(document: Document, path: Path): number {
  let node: unknown = document.contents
  let offset = 0
  for (const key of [undefined, ...path]) {
    if (isMap(node) && key !== undefined) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(key))
      if (!pair) return offset
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0]
      node = pair.value
    } else if (isSeq(node) && key !== undefined) node = node.items[Number(key)]
    if (!isMap(node) && !isSeq(node)) continue
    if (node.range) offset = node.range[0]
  }
  return offset
}

function describeIssue(path: Path, message: string): string {
  return path.length === 0 ? 'a recipe has the keys version, name and steps' : `${path.join('.')}: ${message}`
}

function invalid(message: string, lineCounter: LineCounter, offset: number, cause?: unknown): AppError<'recipe.invalid'> {
  const { line, col } = lineCounter.linePos(offset)
  const reason = message.replace(/\.$/, '')
  const details = { reason, line: Math.max(line, 1), column: Math.max(col, 1) }
  return new AppError(
    'recipe.invalid',
    `The recipe is not valid: line ${details.line}, column ${details.column}: ${reason}.`,
    details,
    { cause },
  )
}

function isSameRecipe(left: Recipe, right: Recipe): boolean {
  return JSON.stringify([left.name, left.cuts.map(listCut)]) === JSON.stringify([right.name, right.cuts.map(listCut)])
}

function listCut({ signal, min, max }: Cut): unknown[] {
  return [signal, min, max]
}
