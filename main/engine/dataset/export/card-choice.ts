import type { Signal } from '#contracts/dataset'
import type { Cut } from '#contracts/recipe'
import type { ExportAccount } from './manifest.ts'
import { showCode, showLine } from './markdown-text.ts'

/** Which documents were taken and in which order, with the recipe in words. */
export function describeChoice({ options, recipe, projectSignals, querySources }: ExportAccount): string[] {
  const { query, sort, which } = options
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
    recipe.cuts.length === 0
      ? `The recipe *${showLine(recipe.name)}* keeps every document.`
      : `The recipe *${showLine(recipe.name)}* keeps a document when every one of these holds; a document without a value is never dropped for that:`,
    ...(recipe.cuts.length === 0 ? [] : ['', ...recipe.cuts.map((cut) => `- ${describeCut(cut, projectSignals)}`)]),
    '',
    // No name in it can end this.
    '``````yaml',
    ...recipe.text.trimEnd().split('\n'),
    '``````',
  ]
}

function describeCut({ signal, min, max }: Cut, signals: readonly Signal[]): string {
  const known = signals.find(({ name }) => name === signal)
  const label = known ? `${showLine(known.label)} (${showCode(signal)})` : showCode(signal)
  const unit = known && known.unit !== '' && known.unit !== 'fraction' ? ` ${showLine(known.unit)}` : ''
  if (min !== null && max !== null) return `${label} is from ${min} to ${max}${unit}.`
  if (min !== null) return `${label} is at least ${min}${unit}.`
  return max === null ? `${label} is anything.` : `${label} is at most ${max}${unit}.`
}
