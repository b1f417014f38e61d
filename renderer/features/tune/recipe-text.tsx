import { useEffect, useState } from 'react'
import { isAppError } from '#contracts/errors'
import type { RecipeProblem, RecipeState } from '#contracts/recipe'
import { showText } from '#contracts/visible-text'
import { client } from '../../app/connection/client.ts'
import { reportError } from '../../app/notices/notify.ts'
import { getShownProject } from '../../app/project/project-store.ts'
import { YamlEditor } from '../../monaco/yaml-editor.tsx'
import { Button } from '../../ui/button.tsx'
import { recipeStore } from './recipe-store.ts'
import { text } from './text.ts'
import { type RecipeEdit, useTuneStore } from './tune-store.ts'
import { useRecipeAssistance } from './use-recipe-assistance.ts'
import { useRecipeCheck } from './use-recipe-check.ts'
import './recipe-text.css'

/** The recipe as it would be saved; what is written here and what the handles do are the same recipe. */
export function RecipeText({ recipe }: { recipe: RecipeState }) {
  const edit = useTuneStore((state) => state.recipeEdit)
  // What applying was refused for, at once and not only when the text is checked.
  const [refused, setRefused] = useState<RecipeProblem | null>(null)
  const [reverts, setReverts] = useState(0)
  const checked = useRecipeCheck(edit?.text ?? null)
  const assistance = useRecipeAssistance()
  const problem = refused ?? checked
  // The editor goes with its tab, and the next one is given what was written.
  useEffect(() => () => setEdit((now) => now && { ...now, given: now.text }), [])

  const revert = () => {
    setEdit(() => null)
    setRefused(null)
    setReverts((count) => count + 1)
  }
  const write = (written: string) => {
    setRefused(null)
    // Written back by hand, it is no edit any more.
    if (written === recipe.text) setEdit(() => null)
    else setEdit((now) => ({ base: recipe.text, given: recipe.text, ...now, text: written }))
  }
  const apply = async () => {
    if (!edit) return
    try {
      const value = await client.recipe.setText({ text: edit.text, project: getShownProject() })
      recipeStore.setState({ value })
      setRefused(null)
      // What was written meanwhile goes on from there.
      setEdit((now) => (now === null || now.text === edit.text ? null : { ...now, base: value.text }))
    } catch (error) {
      if (isAppError(error, 'recipe.invalid')) setRefused(error.data)
      else reportError(error)
    }
  }

  return (
    <div className="tune-recipe">
      <div className="tune-recipe-editor">
        <YamlEditor
          text={edit?.given ?? recipe.text}
          revision={reverts}
          onChange={write}
          onSubmit={() => void apply()}
          problem={problem}
          assistance={assistance}
          label={text.recipeText}
        />
      </div>
      {problem ? (
        <p className="tune-recipe-problem" role="alert">
          {showText(text.recipeProblem(problem))}
        </p>
      ) : null}
      {edit && edit.base !== recipe.text ? <p className="tune-recipe-note">{text.recipeMoved}</p> : null}
      {edit ? (
        <footer className="tune-recipe-foot">
          <Button size="small" onPress={revert}>
            {text.revert}
          </Button>
          <Button size="small" variant="primary" onPress={() => void apply()}>
            {text.apply}
          </Button>
        </footer>
      ) : null}
    </div>
  )
}

function setEdit(change: (edit: RecipeEdit | null) => RecipeEdit | null): void {
  useTuneStore.setState(({ recipeEdit }) => ({ recipeEdit: change(recipeEdit) }))
}
