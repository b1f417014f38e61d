import * as linguist from 'linguist-languages'

/** The language of files that nothing else is known about. */
export const unknownLanguage = 'Unknown'

/** Where several languages share an extension and none of the rules below finds the one that most files are in. */
const chosenByExtension: Record<string, string> = {
  '.asm': 'Assembly',
  '.cl': 'OpenCL',
  '.cls': 'TeX',
  '.for': 'Fortran',
  '.s': 'Assembly',
  '.star': 'Starlark',
  '.t': 'Perl',
  '.yaml': 'YAML',
}

/** Of several languages that share an extension the first of these is taken: most used first, `.h` being C. */
const wellKnown = [
  ...['C', 'C++', 'C#', 'JavaScript', 'TypeScript', 'TSX', 'Python', 'Java', 'Go', 'Rust', 'Ruby', 'PHP', 'Swift', 'Kotlin'],
  ...['Scala', 'Objective-C', 'Objective-C++', 'Perl', 'R', 'D', 'F#', 'Elixir', 'Erlang', 'Haskell', 'OCaml', 'Lua', 'Julia'],
  ...['Shell', 'Markdown', 'HTML', 'CSS', 'YAML', 'JSON', 'SQL', 'TeX', 'Assembly', 'Verilog', 'Fortran', 'Makefile', 'Text'],
  ...['MATLAB', 'Prolog', 'Scheme', 'Lex', 'Yacc', 'GLSL', 'Smalltalk', 'GDScript', 'Puppet', 'Odin', 'Lean 4', 'INI', 'Roff'],
]
const ranks = new Map(wellKnown.map((name, rank) => [name, rank]))

interface LanguageMaps {
  byFileName: Map<string, string>
  byExtension: Map<string, string>
  byInterpreter: Map<string, string>
}

let maps: LanguageMaps | undefined

/**
 * The language of a file by GitHub Linguist's names: by its whole name, by its longest known extension, or by the interpreter that its
 * first line names. `start` is the beginning of its content.
 */
export function findLanguage(path: string, start: Uint8Array): string {
  maps ??= buildMaps()
  const fileName = path.slice(path.lastIndexOf('/') + 1)
  const byName = maps.byFileName.get(fileName)
  if (byName !== undefined) return byName
  const lowerName = fileName.toLowerCase()
  for (let dot = lowerName.indexOf('.'); dot !== -1; dot = lowerName.indexOf('.', dot + 1)) {
    const byExtension = maps.byExtension.get(lowerName.slice(dot))
    if (byExtension !== undefined) return byExtension
  }
  return maps.byInterpreter.get(findInterpreter(start) ?? '') ?? unknownLanguage
}

/** `#!/usr/bin/env -S python3.12 -u` names `python`: versions are cut off. */
function findInterpreter(start: Uint8Array): string | undefined {
  if (start[0] !== 0x23 || start[1] !== 0x21) return undefined
  const line = Buffer.from(start.subarray(2, 200)).toString('latin1').split('\n', 1)[0] ?? ''
  const words = line.trim().split(/\s+/)
  const program = words.shift()?.split('/').at(-1)
  const name = program === 'env' ? words.find((word) => !word.startsWith('-') && !word.includes('=')) : program
  return name?.replace(/[\d.]+$/, '')
}

function buildMaps(): LanguageMaps {
  const candidates = new Map<string, linguist.Language[]>()
  const byFileName = new Map<string, string>()
  const byInterpreter = new Map<string, string>()
  // Sorted, so that what the rules leave open does not depend on the package's order.
  const languages = (Object.values(linguist) as linguist.Language[]).sort(
    (a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1),
  )
  for (const language of languages) {
    for (const extension of language.extensions ?? []) {
      const key = extension.toLowerCase()
      candidates.set(key, [...(candidates.get(key) ?? []), language])
    }
    for (const name of language.filenames ?? []) if (!byFileName.has(name)) byFileName.set(name, language.name)
    for (const name of language.interpreters ?? []) if (!byInterpreter.has(name)) byInterpreter.set(name, language.name)
  }
  const byExtension = new Map<string, string>()
  for (const [extension, sharing] of candidates) {
    // Linguist lists the extension that a language is known by first.
    const owners = sharing.filter((language) => language.extensions?.[0] === extension)
    const chosen = chosenByExtension[extension] ?? (owners[0] ?? sharing[0])?.name
    if (chosen !== undefined) byExtension.set(extension, chosen)
  }
  return { byFileName, byExtension, byInterpreter }
}

function rank(language: linguist.Language): number {
  return ranks.get(language.name) ?? wellKnown.length
}
