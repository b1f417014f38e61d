import { useState } from 'react'
import type { ConvertedRecipe, RecipeProgram } from '#contracts/recipe'
import { showText } from '#contracts/visible-text'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { exportRecipeFor, recipeStore } from '../recipe-store.ts'
import { text } from '../text.ts'
import { closeTuneDialog } from '../tune-dialogs.ts'
import { useConvertedRecipe } from './use-converted-recipe.ts'
import './export-recipe-dialog.css'

const programs = [
  { id: 'data-juicer', label: text.exportRecipe.programs['data-juicer'] },
  { id: 'dolma', label: text.exportRecipe.programs.dolma },
] as const satisfies { id: RecipeProgram; label: string }[]

/** Writes the recipe for another program, and says beforehand what that cannot say. */
export function ExportRecipeDialog() {
  const recipe = recipeStore((state) => state.value) ?? null
  const [program, setProgram] = useState<RecipeProgram>('data-juicer')
  const converted = useConvertedRecipe(recipe?.text ?? '', program)
  const save = async () => {
    if (await exportRecipeFor(program)) closeTuneDialog()
  }
  return (
    <Dialog
      title={text.exportRecipe.title}
      isOpen
      onClose={closeTuneDialog}
      size="large"
      footer={
        <>
          <Button onPress={closeTuneDialog}>{text.close}</Button>
          <Button variant="primary" isDisabled={!converted || converted.ruleCount === 0} onPress={() => void save()}>
            {text.save}
          </Button>
        </>
      }
    >
      <p>{text.exportRecipe.body}</p>
      <Segmented label={text.exportRecipe.program} options={programs} value={program} onChange={setProgram} />
      {converted ? (
        <Outcome converted={converted} rules={recipe?.recipe.rules.length ?? 0} />
      ) : (
        <Spinner label={text.exportRecipe.loading} />
      )}
    </Dialog>
  )
}

function Outcome({ converted: { ruleCount, leftOut }, rules }: { converted: ConvertedRecipe; rules: number }) {
  return (
    <div className="tune-left-out" aria-live="polite">
      <p>
        {ruleCount === 0 ? text.exportRecipe.nothing : text.exportRecipe.said(ruleCount, rules)}
        {leftOut.length === 0 ? null : ` ${text.exportRecipe.leftOut}:`}
      </p>
      {leftOut.length === 0 ? null : (
        <ul aria-label={text.exportRecipe.leftOut}>
          {leftOut.map(({ what, reason }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rules may be called alike
            <li key={place}>
              <span className="number">{showText(what)}</span>
              <span className="muted">{reason}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
