import linguistLanguages from './linguist-languages.json' with { type: 'json' }

/** Where several languages share an extension, and neither the content nor the rules below tell which it is. */
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

/** Of several languages that share an extension the first of these is taken when the content tells nothing: most used first. */
const wellKnown = [
  ...['C', 'C++', 'C#', 'JavaScript', 'TypeScript', 'TSX', 'Python', 'Java', 'Go', 'Rust', 'Ruby', 'PHP', 'Swift', 'Kotlin'],
  ...['Scala', 'Objective-C', 'Objective-C++', 'Perl', 'R', 'D', 'F#', 'Elixir', 'Erlang', 'Haskell', 'OCaml', 'Lua', 'Julia'],
  ...['Shell', 'Markdown', 'HTML', 'CSS', 'YAML', 'JSON', 'SQL', 'TeX', 'Assembly', 'Verilog', 'Fortran', 'Makefile', 'Text'],
  ...['MATLAB', 'Prolog', 'Scheme', 'Lex', 'Yacc', 'GLSL', 'Smalltalk', 'GDScript', 'Puppet', 'Odin', 'Lean 4', 'INI', 'Roff'],
]
const ranks = new Map(wellKnown.map((name, rank) => [name, rank]))

/** What GitHub Linguist knows of languages by their outside. Keys are in small letters but for file names. */
export interface LanguageTable {
  byFileName: ReadonlyMap<string, string>
  /** All languages that use an extension (with its dot), the one first that is taken when nothing else decides. */
  byExtension: ReadonlyMap<string, readonly string[]>
  byInterpreter: ReadonlyMap<string, readonly string[]>
  /** By name and by every other name, as modelines give it. */
  byAlias: ReadonlyMap<string, string>
}

let table: LanguageTable | undefined

/** Made at the first call: it takes some milliseconds. */
export function getLanguageTable(): LanguageTable {
  table ??= buildTable()
  return table
}

function buildTable(): LanguageTable {
  const byFileName = new Map<string, string>()
  const byExtension = new Map<string, string[]>()
  const byInterpreter = new Map<string, string[]>()
  const byAlias = new Map<string, string>()
  const owners = new Map<string, string>()
  // By name where the rules leave it open.
  const languages = linguistLanguages.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
  for (const { name, extensions, filenames, interpreters, aliases } of languages) {
    for (const extension of extensions) addTo(byExtension, extension.toLowerCase(), name)
    for (const interpreter of interpreters) addTo(byInterpreter, interpreter, name)
    for (const fileName of filenames) setFirst(byFileName, fileName, name)
    // Linguist lists the extension that a language is known by first.
    if (extensions[0] !== undefined) setFirst(owners, extensions[0].toLowerCase(), name)
    setFirst(byAlias, name.toLowerCase(), name)
    for (const alias of aliases) setFirst(byAlias, alias.toLowerCase(), name)
  }
  for (const [extension, sharing] of byExtension) {
    const first = chosenByExtension[extension] ?? owners.get(extension)
    if (first !== undefined) byExtension.set(extension, [first, ...sharing.filter((name) => name !== first)])
  }
  return { byFileName, byExtension, byInterpreter, byAlias }
}

function addTo(lists: Map<string, string[]>, key: string, name: string): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [name])
  else if (!list.includes(name)) list.push(name)
}

function setFirst(names: Map<string, string>, key: string, name: string): void {
  if (!names.has(key)) names.set(key, name)
}

function rank({ name }: { name: string }): number {
  return ranks.get(name) ?? wellKnown.length
}
