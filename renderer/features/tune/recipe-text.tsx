import { useState } from 'react'
import { isAppError } from '#contracts/errors'
import type { RecipeState } from '#contracts/recipe'
import { showText } from '#contracts/visible-text'
import { client } from '../../app/connection/client.ts'
import { reportError } from '../../app/notices/notify.ts'
import { getShownProject } from '../../app/project/project-store.ts'
import { ColouredText } from '../../monaco/coloured-text.tsx'
import { Button } from '../../ui/button.tsx'
import { recipeStore } from './recipe-store.ts'
import { text } from './text.ts'
import './recipe-text.css'

interface Edit {
  text: string
  /** The text that the edit started from. */
  base: string
}

interface Problem {
  line: number
  message: string
}

/** The recipe as it would be saved; what is written here and what the handles do are the same recipe. */
export function RecipeText({ recipe }: { recipe: RecipeState }) {
  const [edit, setEdit] = useState<Edit | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const shown = edit?.text ?? recipe.text
  const lineCount = shown.split('\n').length

  const revert = () => {
    setEdit(null)
    setProblem(null)
  }
  const apply = async () => {
    if (!edit) return
    try {
      recipeStore.setState({ value: await client.recipe.setText({ text: edit.text, project: getShownProject() }) })
      revert()
    } catch (error) {
      if (isAppError(error, 'recipe.invalid')) setProblem({ line: error.data.line, message: error.message })
      else reportError(error)
    }
  }

  return (
    <div className="tune-recipe">
      <div className="tune-recipe-scroll">
        <ol className="tune-recipe-lines mono" aria-hidden>
          {Array.from({ length: lineCount }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line number is its place
            <li key={index} data-problem={problem?.line === index + 1 || undefined}>
              {index + 1}
            </li>
          ))}
        </ol>
        <div className="tune-recipe-text">
          <ColouredText text={shown} language="yaml" />
          <textarea
            className="mono"
            aria-label={text.recipeText}
            aria-invalid={problem !== null}
            rows={lineCount}
            wrap="off"
            spellCheck={false}
            value={shown}
            onChange={(event) => {
              setEdit({ text: event.target.value, base: edit?.base ?? recipe.text })
              setProblem(null)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void apply()
            }}
          />
        </div>
      </div>
      {problem ? (
        <p className="tune-recipe-problem" role="alert">
          {showText(problem.message)}
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
