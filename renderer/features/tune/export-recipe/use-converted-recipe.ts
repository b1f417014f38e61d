import { useEffect, useState } from 'react'
import type { ConvertedRecipe, RecipeProgram } from '#contracts/recipe'
import { reportError } from '../../../app/notices/notify.ts'
import { askProject } from '../../../app/project/project-store.ts'

/** What a recipe is for another program; null until that is known. */
export function useConvertedRecipe(text: string, program: RecipeProgram): ConvertedRecipe | null {
  const [answer, setAnswer] = useState<{ text: string; program: RecipeProgram; converted: ConvertedRecipe } | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    askProject((engine, signal) => engine.recipe.convert({ text, program }, { signal }), controller.signal).then(
      (converted) => setAnswer({ text, program, converted }),
      (error) => {
        if (!controller.signal.aborted) reportError(error)
      },
    )
    return () => controller.abort()
  }, [text, program])
  return answer?.text === text && answer.program === program ? answer.converted : null
}
