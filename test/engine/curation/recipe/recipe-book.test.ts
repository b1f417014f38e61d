import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { call } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#contracts/errors'
import { maxRules } from '#contracts/rule'
import { createRecipeBook, type RecipeBook } from '#engine/curation/recipe/recipe-book'
import { createRecipeRouter } from '#engine/curation/recipe/recipe-router'
import { createRecipeStore } from '#engine/curation/recipe/recipe-store'
import { migrate } from '#engine/dataset/migrations/migrate'
import { createFileGuard } from '#engine/platform/file-guard'
import { openDatabase, type WritableDatabase } from '#engine/platform/sqlite'
import { threshold } from '../../../support/threshold.ts'

let folder: string
let database: WritableDatabase
let recipes: RecipeBook
let changes: number

const sizeRule = threshold('size', { min: 1 })
const lineRule = threshold('lines', { max: 100 })
const commented = '# mine\nversion: 2\nname: Mine\nrules:\n  - rule: threshold\n    signal: size\n    min: 1 # at least\n'

function open() {
  database = openDatabase(path.join(folder, 'project.sqlite'))
  migrate(database)
  recipes = createRecipeBook({
    files: createFileGuard({
      userDataFolder: path.join(folder, 'user'),
      project: () => null,
      models: () => [],
    }),
  })
  changes = 0
  recipes.attach({
    store: createRecipeStore(database),
    defaultName: 'sample',
    assertInPlace: () => undefined,
    onDidChangeRules: () => changes++,
  })
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'recipe-'))
  open()
})
afterEach(async () => {
  database.close()
  await rm(folder, { recursive: true })
})

async function getState() {
  const states = recipes.watch()
  const { value } = await states.next()
  await states.return()
  return value
}

describe('the recipe of a project', () => {
  it('starts without rules, and with nothing to undo or save', async () => {
    expect(await getState()).toMatchObject({
      recipe: { name: 'sample', rules: [] },
      file: null,
      changed: false,
      canUndo: false,
      canRedo: false,
    })
  })

  it('goes back and forth through every change, also after a restart', () => {
    recipes.setRules([sizeRule])
    recipes.setRules([sizeRule, lineRule])
    database.close()
    open()
    expect(recipes.rules()).toEqual([sizeRule, lineRule])
    expect(recipes.undo()).toMatchObject({ recipe: { rules: [sizeRule] }, canUndo: true, canRedo: true })
    expect(recipes.undo()).toMatchObject({ recipe: { rules: [] }, canUndo: false })
    expect(recipes.undo()).toMatchObject({ recipe: { rules: [] }, canUndo: false })
    recipes.redo()
    expect(recipes.redo()).toMatchObject({ recipe: { rules: [sizeRule, lineRule] }, canRedo: false })
    expect(recipes.redo().recipe.rules).toEqual([sizeRule, lineRule])
  })

  it('forgets what was taken back when something else is done', () => {
    recipes.setRules([sizeRule])
    recipes.undo()
    expect(recipes.setRules([lineRule])).toMatchObject({ canRedo: false })
    expect(recipes.undo().recipe.rules).toEqual([])
    expect(recipes.redo().recipe.rules).toEqual([lineRule])
  })

  it('makes no step of a change that changes nothing', () => {
    recipes.setRules([sizeRule])
    recipes.setRules([sizeRule])
    expect(recipes.undo().recipe.rules).toEqual([])
    expect(changes).toBe(2)
  })

  it('is the same as text and as rules, and keeps the comments', () => {
    expect(recipes.setText(commented)).toMatchObject({ recipe: { name: 'Mine', rules: [sizeRule] }, text: commented })
    expect(recipes.setRules([sizeRule, lineRule]).text).toContain('min: 1 # at least')
    expect(recipes.undo().text).toBe(commented)
  })

  it('stays as it was when a change is refused', () => {
    recipes.setRules([sizeRule])
    expect(() => recipes.setText('version: 2')).toThrow(expect.objectContaining({ code: 'recipe.invalid' }))
    expect(() => recipes.setRules([sizeRule, sizeRule])).toThrow(expect.objectContaining({ code: 'input.invalid' }))
    expect(recipes.rules()).toEqual([sizeRule])
  })

  it('takes as many rules as can be previewed, and no more', async () => {
    const { setRules } = createRecipeRouter({ recipes, assertOpen: () => undefined })
    const many = (count: number) => Array.from({ length: count }, (_, index) => threshold(`s${index}`, { min: 0, max: 1 }))
    expect((await call(setRules, { rules: many(maxRules) })).recipe.rules).toHaveLength(maxRules)
    await expect(call(setRules, { rules: many(maxRules + 1) })).rejects.toThrow()
    expect(recipes.rules()).toHaveLength(maxRules)
  })

  it('shows and takes back what an earlier version stored above the limit', () => {
    const steps = Array.from({ length: maxRules + 1 }, (_, index) => `- { step: threshold, signal: s${index}, max: 1 }\n`)
    recipes.setRules([sizeRule])
    createRecipeStore(database).append(`version: 1\nname: old\nsteps:\n${steps.join('')}`)
    database.close()
    open()
    expect(recipes.rules()).toHaveLength(maxRules + 1)
    expect(recipes.undo()).toMatchObject({ recipe: { rules: [sizeRule] } })
    recipes.redo()
    expect(recipes.setRules([lineRule])).toMatchObject({ recipe: { name: 'old', rules: [lineRule] } })
  })

  it('reaches whoever watches, and is null without a project', async () => {
    const { watch, setRules } = createRecipeRouter({ recipes, assertOpen: () => undefined })
    const states = await call(watch, undefined)
    expect((await states.next()).value).toMatchObject({ recipe: { rules: [] } })
    await call(setRules, { rules: [sizeRule] })
    expect((await states.next()).value).toMatchObject({ recipe: { rules: [sizeRule] } })
    recipes.attach(null)
    expect((await states.next()).value).toBeNull()
    await states.return?.()
    expect(recipes.rules()).toEqual([])
    expect(() => recipes.undo()).toThrow(expect.objectContaining({ code: 'project.not-open' }))
  })
})

describe('a recipe file', () => {
  const at = (name: string) => path.join(folder, name)

  it('is saved as shown, and the recipe knows whether it changed since', async () => {
    recipes.setRules([sizeRule])
    expect(await getState()).toMatchObject({ changed: true })
    expect(await recipes.saveFile(at('a.yaml'))).toMatchObject({ file: at('a.yaml'), changed: false })
    expect(await readFile(at('a.yaml'), 'utf8')).toBe((await getState())?.text)
    expect(recipes.setRules([lineRule])).toMatchObject({ file: at('a.yaml'), changed: true })
    expect(recipes.undo()).toMatchObject({ changed: false })
    database.close()
    open()
    expect(await getState()).toMatchObject({ file: at('a.yaml'), changed: false })
  })

  it('is loaded as one step, with its comments', async () => {
    await writeFile(at('a.yaml'), commented)
    expect(await recipes.loadFile(at('a.yaml'))).toMatchObject({
      text: commented,
      file: at('a.yaml'),
      changed: false,
      canUndo: true,
    })
    expect(recipes.undo()).toMatchObject({ recipe: { rules: [] }, changed: true })
  })

  it('loads a configuration of Data-Juicer, and does not take its file for the place where the recipe is saved', async () => {
    const file = path.join(folder, 'juicer.yaml')
    await writeFile(file, 'project_name: j\nprocess:\n  - words_num_filter:\n  - image_filter:\n')
    const state = await recipes.loadFile(file)
    expect(state).toMatchObject({
      file: null,
      changed: true,
      recipe: { name: 'j', rules: [{ signal: 'dj_word_count', min: 10 }] },
    })
    expect(state.text).toContain('# - image_filter: No step measures this.')
  })

  it('is refused by name when it cannot be one', async () => {
    await writeFile(at('bad.yaml'), 'version: 2\nname: x\nrules: 3\n')
    await expect(recipes.loadFile(at('bad.yaml'))).rejects.toMatchObject({
      code: 'recipe.invalid',
      data: { line: 3, column: 1 },
      message: expect.stringContaining(at('bad.yaml')),
    })
    await writeFile(at('binary'), Buffer.from([0xff, 0xfe]))
    await expect(recipes.loadFile(at('binary'))).rejects.toMatchObject({ code: 'file.not-text' })
    await writeFile(at('large'), '')
    await truncate(at('large'), 2_000_000)
    await expect(recipes.loadFile(at('large'))).rejects.toMatchObject({ code: 'file.too-large' })
    await expect(recipes.loadFile(at('gone'))).rejects.toMatchObject({ code: 'file.not-found' })
    await expect(recipes.saveFile(at('gone/a.yaml'))).rejects.toMatchObject({
      code: 'file.not-found',
      data: { file: at('gone') },
    })
    const device = recipes.loadFile(process.platform === 'win32' ? '//./NUL' : '/dev/zero')
    await expect(device).rejects.toMatchObject({ code: 'file.failed' })
    expect(changes).toBe(0)
  })

  it('is not changed, back or forward either, where a change would be lost', async () => {
    await recipes.setText(commented)
    const before = await getState()
    recipes.attach({
      store: createRecipeStore(database),
      defaultName: 'sample',
      assertInPlace() {
        throw new AppError('project.not-found', 'It was moved.', { folder })
      },
      onDidChangeRules: () => changes++,
    })
    for (const change of [
      () => recipes.setRules([sizeRule, lineRule]),
      recipes.undo,
      recipes.redo,
      () => recipes.setText('version: 2'),
    ]) {
      expect(change).toThrow(AppError)
    }
    expect(await getState()).toEqual(before)
  })

  it('takes the place of a recipe without a question, and of nothing else', async () => {
    await writeFile(at('a.yaml'), commented)
    await writeFile(at('notes.yaml'), 'milk: 2\n')
    expect(await recipes.saveFile(at('a.yaml'))).toMatchObject({ file: at('a.yaml') })
    const refusal = await recipes.saveFile(at('notes.yaml')).catch((error) => error)
    expect(refusal).toMatchObject({ code: 'file.would-replace', message: expect.stringContaining('not a recipe') })
    expect(await readFile(at('notes.yaml'), 'utf8')).toBe('milk: 2\n')
    expect(await recipes.saveFile(at('notes.yaml'), refusal.data.confirmation)).toMatchObject({ file: at('notes.yaml') })
    expect(await readFile(at('notes.yaml'), 'utf8')).toContain('version: 2')
  })

  it('is written for another program, which takes the place of such a file without a question, and of no recipe of ours', async () => {
    recipes.setRules([threshold('max_line_length', { max: 1000 }), threshold('lines', { max: 100 })])
    const { ruleCount, leftOut } = await recipes.exportFile('data-juicer', at('dj.yaml'))
    expect({ ruleCount, leftOut }).toEqual({
      ruleCount: 1,
      leftOut: [{ what: 'threshold: lines', reason: 'No operator of Data-Juicer measures this.' }],
    })
    expect(await readFile(at('dj.yaml'), 'utf8')).toContain('max_len: 1000')
    await recipes.exportFile('dolma', at('dj.yaml'))
    expect(await readFile(at('dj.yaml'), 'utf8')).toContain('streams:')
    // Where the recipe is saved stays as it was.
    expect(await getState()).toMatchObject({ file: null })
    await writeFile(at('a.yaml'), commented)
    await expect(recipes.exportFile('dolma', at('a.yaml'))).rejects.toMatchObject({ code: 'file.would-replace' })
    await expect(recipes.exportFile('dolma', at('gone/a.yaml'))).rejects.toMatchObject({ code: 'file.not-found' })
  })

  it('is not written for a program that can say none of its rules', async () => {
    recipes.setRules([lineRule])
    await expect(recipes.exportFile('dolma', at('none.yaml'))).rejects.toMatchObject({
      code: 'input.invalid',
      message: 'The recipe was not exported: the other program can say none of its rules.',
    })
    await expect(readFile(at('none.yaml'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is saved although the project closes meanwhile, and whoever saves it is told', async () => {
    const saving = recipes.saveFile(at('late.yaml'))
    recipes.attach(null)
    database.close()
    await expect(saving).rejects.toMatchObject({ code: 'project.not-open' })
    expect(await readFile(at('late.yaml'), 'utf8')).toContain('version: 2')
  })

  it('is whole on disk when the book is closed during the save', async () => {
    const saving = recipes.saveFile(at('closing.yaml'))
    const failing = recipes.saveFile(at('gone/a.yaml')).catch((error: unknown) => error)
    await recipes[Symbol.asyncDispose]()
    expect(await readFile(at('closing.yaml'), 'utf8')).toContain('version: 2')
    expect(await saving).toMatchObject({ file: at('closing.yaml') })
    expect(await failing).toMatchObject({ code: 'file.not-found' })
  })
})
