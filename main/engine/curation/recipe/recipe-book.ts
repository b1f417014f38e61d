import path from 'node:path'
import { AppError } from '#contracts/errors'
import type { ConvertedRecipe, Recipe, RecipeProgram, RecipeState } from '#contracts/recipe'
import { findRepeatedThresholds, type Rule } from '#contracts/rule'
import { writeFileAtomic } from '../../platform/atomic-file.ts'
import { toSaveError } from '../../platform/file-error.ts'
import type { FileGuard } from '../../platform/file-guard.ts'
import { createObservable } from '../../platform/observable.ts'
import { exportRecipe } from './foreign/export-recipe.ts'
import { isForeignRecipe, isRecipe, readRecipeFile } from './recipe-file.ts'
import type { RecipeStore } from './recipe-store.ts'
import { editRecipeText, formatRecipe, readRecipe, readStoredRecipe } from './recipe-yaml.ts'

/** The project whose recipe is shown and changed. */
export interface RecipeProject {
  store: RecipeStore
  /** Name of the recipe until a person gives it one. */
  defaultName: string
  /** Fails when what is stored would be lost. */
  assertInPlace(): void
  /** Called after every change of the rules, when they are stored. */
  onDidChangeRules(): void
}

/** The recipe of the open project. Methods that change it fail with `project.not-open` when there is none. */
export interface RecipeBook extends AsyncDisposable {
  /** Takes a project's recipe in place of the present one; null when the project is closed. */
  attach(project: RecipeProject | null): void
  /** The rules in force; none without a project. */
  rules(): readonly Rule[]
  /** The recipe in force; null without a project. */
  current(): RecipeState | null
  watch(signal?: AbortSignal): AsyncGenerator<RecipeState | null, void, undefined>
  setRules(rules: readonly Rule[]): RecipeState
  setText(text: string): RecipeState
  undo(): RecipeState
  redo(): RecipeState
  /** `replace` is the confirmation of `file.would-replace`. */
  saveFile(file: string, replace?: string | null): Promise<RecipeState>
  /** Writes it for another program; fails with `input.invalid` when that knows nothing of what its rules say. */
  exportFile(program: RecipeProgram, file: string, replace?: string | null): Promise<ConvertedRecipe>
  loadFile(file: string): Promise<RecipeState>
  /** Waits until every save that has begun is on disk, or has failed. */
  [Symbol.asyncDispose](): Promise<void>
}

export function createRecipeBook({ files }: { files: FileGuard }): RecipeBook {
  let current: RecipeProject | null = null
  const state = createObservable<RecipeState | null>(null)
  const saves = new Set<Promise<unknown>>()

  function getProject(): RecipeProject {
    if (current) return current
    throw new AppError('project.not-open', 'A recipe belongs to a project. Open or create one first.', {})
  }

  function getState(): RecipeState {
    getProject()
    const value = state.get()
    if (!value) throw new TypeError('an attached project has a recipe')
    return value
  }

  /** Reads the recipe anew from the store, and tells those who follow it. */
  function refresh(project: RecipeProject): RecipeState {
    const before = state.get()
    const next = readState(project)
    state.set(next)
    if (JSON.stringify(before?.recipe.rules) !== JSON.stringify(next.recipe.rules)) project.onDidChangeRules()
    return next
  }

  function change(text: string, savedAs?: string): RecipeState {
    const project = getProject()
    project.assertInPlace()
    // A change that changes nothing would be an undo step that does nothing.
    if (text !== getState().text) project.store.append(text, savedAs)
    else if (savedAs !== undefined) project.store.setSaved({ file: savedAs, text })
    return refresh(project)
  }

  function step(direction: 'undo' | 'redo'): RecipeState {
    const project = getProject()
    project.assertInPlace()
    project.store.step(direction)
    return refresh(project)
  }

  async function saveFile(requested: string, replace: string | null): Promise<RecipeState> {
    const project = getProject()
    const file = path.resolve(requested)
    const { text } = getState()
    await files.checkWrite({ file, attempt: 'Saving the recipe', writes: 'a recipe', isSameKind: isRecipe, replace })
    try {
      await writeFileAtomic(file, text)
    } catch (error) {
      throw toSaveError(error, file, 'Saving the recipe')
    }
    if (current !== project)
      throw new AppError('project.not-open', `${file} was saved, but the project was closed meanwhile.`, {})
    project.store.setSaved({ file, text })
    return refresh(project)
  }

  async function exportFile(program: RecipeProgram, requested: string, replace: string | null): Promise<ConvertedRecipe> {
    const file = path.resolve(requested)
    const converted = exportRecipe(getState().recipe, program)
    if (converted.ruleCount === 0) {
      const reason = 'the other program can say none of its rules'
      throw new AppError('input.invalid', `The recipe was not exported: ${reason}.`, { field: 'program', reason })
    }
    const attempt = 'Exporting the recipe'
    await files.checkWrite({ file, attempt, writes: 'a recipe of another program', isSameKind: isForeignRecipe, replace })
    try {
      await writeFileAtomic(file, converted.text)
    } catch (error) {
      throw toSaveError(error, file, attempt)
    }
    return converted
  }

  /** Whoever called gets the failure; closing waits for the end. */
  function follow<T>(save: Promise<T>): Promise<T> {
    saves.add(save)
    void save.catch(() => undefined).then(() => saves.delete(save))
    return save
  }

  return {
    attach(project) {
      // Not `refresh`: opening a project changes no rule of it. Read first: a recipe that cannot be read is not attached.
      const next = project && readState(project)
      current = project
      state.set(next)
    },
    rules: () => state.get()?.recipe.rules ?? [],
    current: () => state.get(),
    watch: (signal) => state.watch(signal),
    setRules(rules) {
      checkRules(rules)
      const { text, recipe } = getState()
      return change(editRecipeText(text, { ...recipe, rules: [...rules] }))
    },
    setText(text) {
      getProject()
      return change(readRecipe(text).text)
    },
    undo: () => step('undo'),
    redo: () => step('redo'),
    saveFile: (file, replace = null) => follow(saveFile(file, replace)),
    exportFile: (program, file, replace = null) => follow(exportFile(program, file, replace)),
    async loadFile(requested) {
      const project = getProject()
      const file = path.resolve(requested)
      await files.checkRead(file, 'Loading the recipe')
      const { text, isOwn } = await readRecipeFile(file)
      if (current !== project)
        throw new AppError('project.not-open', `${file} was not loaded: the project was closed meanwhile.`, {})
      // A file of another program is not where the recipe is saved.
      return change(text, isOwn ? file : undefined)
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(saves)
    },
  }
}

function readState({ store, defaultName }: RecipeProject): RecipeState {
  const { text: stored, saved, canUndo, canRedo } = store.read()
  const initial: Recipe = { name: defaultName || 'Recipe', score: 'kept', steps: [], rules: [] }
  const { recipe, text } = stored === undefined ? { recipe: initial, text: formatRecipe(initial) } : readStoredRecipe(stored)
  return {
    recipe,
    text,
    file: saved?.file ?? null,
    changed: isChanged({ stored, text }, saved?.text, initial),
    canUndo,
    canRedo,
  }
}

/** Whether the recipe differs from what its file holds, or from an empty one where there is no file. */
function isChanged(
  { stored, text }: { stored: string | undefined; text: string },
  saved: string | undefined,
  initial: Recipe,
): boolean {
  if (saved === undefined) return stored !== undefined && text !== formatRecipe(initial)
  // The file may hold an older version of the format, as the project does until it is changed.
  return saved !== text && saved !== stored
}

function checkRules(rules: readonly Rule[]): void {
  const [repeated] = findRepeatedThresholds(rules)
  if (!repeated) return
  const { place, reason } = repeated
  throw new AppError('input.invalid', `The rules were refused: ${reason}.`, { field: `rules.${place}.signal`, reason })
}
