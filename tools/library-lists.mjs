// Keeps the lists of libraries that the step `syntax` knows (main/engine/curation/steps/syntax/libraries/*.json) in order: each list sorted,
// every name once, nothing both standard and third-party, and the standard modules of Python and Node taken from the installed versions
// (Python 3 as `python3`), beside those that were in the list before: what an older version had is no third-party library either.
//
// The other standard libraries are written by hand after their references: the headers of C23, C++26, POSIX, Windows and macOS, the packages
// of the JDK, the namespaces of .NET, the gems that come with Ruby. Those of third parties are chosen by hand: what programs import, by the
// name they import it by, of the most downloaded packages of each language's registry (in November 2026), and in C and C++ of the
// libraries that distributions package.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../main/engine/curation/steps/syntax/libraries/', import.meta.url))
const installed = {
  'python.json': () => run('python3', ['-c', 'import sys; print("\\n".join(sys.stdlib_module_names))']).split('\n'),
  'javascript.json': () => builtinModules.map((name) => name.replace(/^node:/, '').split('/')[0]),
}

for (const file of readdirSync(folder)) {
  const list = JSON.parse(readFileSync(folder + file, 'utf8'))
  const standard = sort([...list.standard, ...(installed[file]?.() ?? [])])
  const known = sort(list.known).filter((name) => !standard.includes(name))
  writeFileSync(folder + file, `${JSON.stringify({ standard, known }, null, 2)}\n`)
  console.log(`${file}: ${standard.length} standard, ${known.length} well-known`)
}

/** @param {readonly string[]} names */
function sort(names) {
  return [...new Set(names.filter(Boolean))].sort()
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  const { status, stdout, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} does not run. Install Python 3.`, { cause: error })
  return stdout
}
