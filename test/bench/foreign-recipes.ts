import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { exportRecipe } from '#engine/curation/recipe/foreign/export-recipe'
import { parseRecipe } from '#engine/curation/recipe/recipe-yaml'
import { runPeer } from './peers/run-peer.ts'

/**
 * Whether Data-Juicer itself reads what the recipes that come with the program are for it: how many rules were written, and which operators
 * it would run. It takes a refused parameter for an error. Run it with `npm run bench -- foreign-recipes`, after
 * `test/bench/peers/install.mjs`; the last line is one JSON object.
 */
const folder = mkdtempSync(path.join(tmpdir(), 'foreign-recipes-'))
try {
  const names = readdirSync('assets/recipes').filter((name) => name.endsWith('.yaml'))
  const written = names.map((name) => exportRecipe(parseRecipe(readFileSync(`assets/recipes/${name}`, 'utf8')), 'data-juicer'))
  // It wants an operator.
  const said = names.flatMap((name, place) => {
    const converted = written[place]
    return converted && converted.ruleCount > 0 ? [{ name, ...converted }] : []
  })
  for (const { name, text } of said) writeFileSync(path.join(folder, name), text)
  const files = said.map(({ name }) => path.join(folder, name))
  const read = runPeer('foreign-recipes.py', files) as string[][] | undefined
  if (read === undefined) throw new Error('Data-Juicer is not installed: run test/bench/peers/install.mjs first.')
  const rows = said.map(({ name, ruleCount, leftOut }, place) => [
    name,
    { rules: ruleCount, left_out: leftOut.length, operators: read[place] },
  ])
  console.log(JSON.stringify(Object.fromEntries(rows)))
} finally {
  rmSync(folder, { recursive: true })
}
