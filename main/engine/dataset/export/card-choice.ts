import { describeRule } from '#contracts/describe-rule'
import { type ExportAccount, isOfRecipe } from './manifest.ts'
import { showCode, showLine } from './markdown-text.ts'

/** Which documents were taken and in which order, with the recipe in words. */
export function describeChoice({ options, recipe, projectSignals, querySources }: ExportAccount): string[] {
  const { query, sort, which } = options
  const findSignal = (name: string) => projectSignals.find((signal) => signal.name === name)
  const conditions = [
    query.languages.length > 0 && `written in ${query.languages.map(showLine).join(' or ')}`,
    query.text.trim() !== '' && `that match the query ${showCode(query.text.trim())}`,
    querySources.length > 0 && `from ${querySources.map(showLine).join(' or ')}`,
  ].filter((condition) => condition !== false)
  const chosen = conditions.length === 0 ? 'Every document of the project' : `The documents ${conditions.join(', and ')}`
  const verdicts = { kept: 'that the recipe keeps', dropped: 'that the recipe drops', all: 'whatever the recipe says of it' }
  const order = sort === null ? 'the order of import' : `the order of ${showCode(sort.column)}, ${sort.direction}`
  return [
    `${chosen}, ${verdicts[which]}, in ${order}.`,
    '',
    recipe.rules.length === 0
      ? `The recipe *${showLine(recipe.name)}* keeps every document.`
      : `The recipe *${showLine(recipe.name)}* keeps a document when every one of these holds; a document without a value is never dropped for that:`,
    ...(recipe.rules.length === 0 ? [] : ['', ...recipe.rules.map((rule) => `- ${showLine(describeRule(rule, findSignal))}`)]),
    '',
    // No name in it can end this.
    '``````yaml',
    ...recipe.text.trimEnd().split('\n'),
    '``````',
    ...describeSteps(recipe),
  ]
}

/** By what the values that rules read were measured. */
function describeSteps({ steps, ...recipe }: ExportAccount['recipe']): string[] {
  if (steps.length === 0) return []
  const names = steps.map(({ step, version }) => `${showCode(step)} (version ${version})`)
  const { lastRun } = recipe
  const ran =
    lastRun === null
      ? ''
      : ` ${isOfRecipe({ steps, ...recipe }) ? 'This recipe' : 'A recipe, not in every word this one,'} last ran on ${lastRun.endedAt.toISOString().slice(0, 10)}.`
  return ['', `The values that it reads were measured by ${names.join(', ')}.${ran}`]
}
