// Makes main/engine/languages/linguist-languages.json from the npm package linguist-languages (MIT), which has a module for each language: what
// the language table needs of them, in one file, so that a thread that names languages does not load 800. To update: raise the version, run this.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as linguist from 'linguist-languages'

const target = new URL('../main/engine/languages/linguist-languages.json', import.meta.url)

/** The file's text: one language a line, in the order of their names. */
export function formatLanguages() {
  const lines = Object.values(linguist)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, extensions = [], filenames = [], interpreters = [], aliases = [] }) =>
      JSON.stringify({ name, extensions, filenames, interpreters, aliases }),
    )
  return `[\n  ${lines.join(',\n  ')}\n]\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, formatLanguages())
