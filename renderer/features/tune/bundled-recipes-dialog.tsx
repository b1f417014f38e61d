import { useEffect, useState } from 'react'
import type { BundledRecipe } from '#contracts/recipe'
import { client } from '../../app/connection/client.ts'
import { reportError } from '../../app/notices/notify.ts'
import { askProject, getShownProject } from '../../app/project/project-store.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { changeRecipe } from './recipe-store.ts'
import { text } from './text.ts'
import { closeTuneDialog } from './tune-dialogs.ts'
import './bundled-recipes-dialog.css'

/** The recipes that come with the program, each with what it is, to begin with one of them. */
export function BundledRecipesDialog() {
  const [recipes, setRecipes] = useState<BundledRecipe[] | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    askProject((engine, signal) => engine.recipe.listBundled(undefined, { signal }), controller.signal).then(
      (answer) => setRecipes(answer.recipes),
      (error) => {
        if (!controller.signal.aborted) reportError(error)
      },
    )
    return () => controller.abort()
  }, [])
  const take = async (id: string) => {
    if (await changeRecipe(() => client.recipe.takeBundled({ id, project: getShownProject() }))) closeTuneDialog()
  }
  return (
    <Dialog
      title={text.bundled.title}
      isOpen
      onClose={closeTuneDialog}
      size="large"
      footer={<Button onPress={closeTuneDialog}>{text.close}</Button>}
    >
      <p>{text.bundled.body}</p>
      {recipes ? (
        <ul className="tune-bundled" aria-label={text.bundled.title}>
          {recipes.map(({ id, name, description }) => (
            <li key={id}>
              <h3>{name}</h3>
              <Button size="small" aria-label={text.bundled.takeThat(name)} onPress={() => void take(id)}>
                {text.bundled.take}
              </Button>
              <p>{description}</p>
            </li>
          ))}
        </ul>
      ) : (
        <Spinner label={text.bundled.loading} />
      )}
    </Dialog>
  )
}
