import { useEffect, useMemo, useState } from 'react'
import type { StepDescription } from '#contracts/curation'
import { documentQuery, type FacetValue, type Signal } from '#contracts/dataset'
import { client } from '../../app/connection/client.ts'
import { isCancelled } from '../../app/notices/errors.ts'
import { reportError } from '../../app/notices/notify.ts'
import { askProject, useProject } from '../../app/project/project-store.ts'
import type { YamlAssistance } from '../../monaco/yaml-assistance.ts'
import { describePlace } from './recipe-language/describe-place.ts'
import type { RecipeName, RecipeNames } from './recipe-language/recipe-names.ts'
import type { JsonSchema } from './recipe-language/recipe-schema.ts'
import { type RecipeKnowledge, suggest } from './recipe-language/suggest.ts'

/** What helps to write the recipe of the open project; null until it has come. */
export function useRecipeAssistance(): YamlAssistance | null {
  const revision = useProject()?.dataRevision
  const [knowledge, setKnowledge] = useState<RecipeKnowledge | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says when there are other names
  useEffect(() => {
    const aborter = new AbortController()
    loadKnowledge(aborter.signal).then(
      (loaded) => {
        if (!aborter.signal.aborted) setKnowledge(loaded)
      },
      (error: unknown) => {
        if (!aborter.signal.aborted && !isCancelled(error)) reportError(error)
      },
    )
    return () => aborter.abort()
  }, [revision])
  return useMemo(
    () =>
      knowledge && {
        suggest: (text, at) => suggest(knowledge, text, at),
        describe: (text, at) => describePlace(knowledge, text, at),
      },
    [knowledge],
  )
}

async function loadKnowledge(signal: AbortSignal): Promise<RecipeKnowledge> {
  const [{ schema }, { steps }, signals, facets] = await Promise.all([
    client.recipe.schema(undefined, { signal }),
    client.curation.steps(undefined, { signal }),
    askProject((engine, asked) => engine.dataset.signals(undefined, { signal: asked }), signal),
    askProject((engine, asked) => engine.dataset.facets({ query: documentQuery.parse({}) }, { signal: asked }), signal),
  ])
  const { languages, sources, licences, repos } = facets
  const values = {
    language: languages.map(toName),
    source: sources.map(({ label, count }) => toName({ value: label, label, count })),
    'licence-class': licences.map(toName),
    repo: repos.filter(({ value }) => value !== '').map(toName),
  }
  return { schema: schema as JsonSchema, names: { signals: listSignals(signals, steps), steps, values } satisfies RecipeNames }
}

function toName({ value, label, count }: FacetValue): RecipeName {
  return { name: value, detail: `${label === value ? '' : `${label} · `}${count.toLocaleString('en')}`, description: '' }
}

/** Those that the project has, then those that steps would give. */
function listSignals(signals: readonly Signal[], steps: readonly StepDescription[]): RecipeName[] {
  const found = [...signals, ...steps.flatMap((step) => step.signals)]
  const names = new Map<string, RecipeName>()
  for (const { name, label, unit, description } of found) {
    if (!names.has(name)) names.set(name, { name, detail: unit === '' ? label : `${label} (${unit})`, description })
  }
  return [...names.values()]
}
