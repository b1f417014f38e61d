import type { WritableDatabase } from '../../platform/sqlite.ts'

/** The recipe's history of one project. */
export interface RecipeStore {
  /** Where the history stands: `text` is undefined before the first change. */
  read(): RecipePosition
  /** Puts a text after the present one and forgets what undo had taken back. With `savedAs`, the file holds the same text. */
  append(text: string, savedAs?: string): void
  /** Steps back or forward; does nothing at the end of the history. */
  step(direction: 'undo' | 'redo'): void
  /** Remembers that a file holds this text. */
  setSaved(saved: SavedRecipe): void
}

export interface RecipePosition {
  text: string | undefined
  canUndo: boolean
  canRedo: boolean
  saved: SavedRecipe | undefined
}

export interface SavedRecipe {
  file: string
  text: string
}

const currentKey = 'recipe.current'
const savedKey = 'recipe.saved'

/** Keeps the history in `recipe_revision` of the project's database, and the place in it in `project_value`. */
export function createRecipeStore(database: WritableDatabase): RecipeStore {
  const selectValue = database.prepare<[string], { value: string }>('SELECT value FROM project_value WHERE key = ?')
  const replaceValue = database.prepare(
    'INSERT INTO project_value (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const selectText = database.prepare<[number], { text: string }>('SELECT text FROM recipe_revision WHERE id = ?')
  const selectNext = database.prepare<[number], { id: number }>('SELECT id FROM recipe_revision WHERE id > ? ORDER BY id LIMIT 1')
  const selectPrevious = database.prepare<[number], { id: number }>(
    'SELECT id FROM recipe_revision WHERE id < ? ORDER BY id DESC LIMIT 1',
  )
  const deleteAfter = database.prepare('DELETE FROM recipe_revision WHERE id > ?')
  const insert = database.prepare('INSERT INTO recipe_revision (id, created_at, text) VALUES (?, ?, ?)')

  // 0 stands for the time before the first change, which has no row.
  const readCurrent = () => Number(selectValue.get(currentKey)?.value ?? 0)
  const setCurrent = (id: number) => replaceValue.run(currentKey, String(id))
  const setSaved = (saved: SavedRecipe) => replaceValue.run(savedKey, JSON.stringify(saved))

  return {
    read() {
      const current = readCurrent()
      const saved = selectValue.get(savedKey)
      return {
        text: selectText.get(current)?.text,
        canUndo: current > 0,
        canRedo: selectNext.get(current) !== undefined,
        saved: saved && (JSON.parse(saved.value) as SavedRecipe),
      }
    },
    append: database.transaction((text: string, savedAs?: string) => {
      const current = readCurrent()
      deleteAfter.run(current)
      insert.run(current + 1, Date.now(), text)
      setCurrent(current + 1)
      if (savedAs !== undefined) setSaved({ file: savedAs, text })
    }),
    step(direction) {
      const current = readCurrent()
      const target = direction === 'redo' ? selectNext.get(current)?.id : (selectPrevious.get(current)?.id ?? 0)
      if (target !== undefined && target !== current) setCurrent(target)
    },
    setSaved,
  }
}
