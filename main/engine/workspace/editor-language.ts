import * as linguist from 'linguist-languages'
import {
  'C++' as cPlusPlus,
  'C#' as cSharp,
  'F#' as fSharp,
  'JSON with Comments' as jsonWithComments,
  'Jupyter Notebook' as jupyterNotebook,
  'Objective-C' as objectiveC,
  'Objective-C++' as objectiveCPlusPlus,
  'Protocol Buffer' as protocolBuffer,
  'Q#' as qSharp,
  'Visual Basic .NET' as visualBasic,
} from 'linguist-languages'

/**
 * Monaco's language for each of GitHub Linguist's languages that it can show, a close relative where it has none of its own.
 *
 * Where two languages share an extension, the one that stands first here gets it: `.h` is C, `.ts` is not an XML of Qt.
 */
const monacoLanguages: readonly (readonly [linguist.Language, string])[] = [
  [linguist.TypeScript, 'typescript'],
  [linguist.TSX, 'typescript'],
  [linguist.JavaScript, 'javascript'],
  [linguist.Python, 'python'],
  [linguist.Starlark, 'python'],
  [linguist.C, 'c'],
  [cPlusPlus, 'cpp'],
  [linguist.Cuda, 'cpp'],
  [cSharp, 'csharp'],
  [linguist.Java, 'java'],
  [linguist.Go, 'go'],
  [linguist.Rust, 'rust'],
  [linguist.Ruby, 'ruby'],
  [linguist.PHP, 'php'],
  [linguist.Swift, 'swift'],
  [linguist.Kotlin, 'kotlin'],
  [linguist.Scala, 'scala'],
  [objectiveC, 'objective-c'],
  [objectiveCPlusPlus, 'objective-c'],
  [linguist.Dart, 'dart'],
  [linguist.Lua, 'lua'],
  [linguist.Perl, 'perl'],
  [linguist.R, 'r'],
  [linguist.Julia, 'julia'],
  [linguist.Elixir, 'elixir'],
  [linguist.Clojure, 'clojure'],
  [linguist.Scheme, 'scheme'],
  [fSharp, 'fsharp'],
  [visualBasic, 'vb'],
  [linguist.Pascal, 'pascal'],
  [linguist.Shell, 'shell'],
  [linguist.PowerShell, 'powershell'],
  [linguist.Batchfile, 'bat'],
  [linguist.Dockerfile, 'dockerfile'],
  [linguist.SQL, 'sql'],
  [linguist.PLpgSQL, 'pgsql'],
  [linguist.TSQL, 'sql'],
  [linguist.HTML, 'html'],
  [linguist.Vue, 'html'],
  [linguist.Svelte, 'html'],
  [linguist.Markdown, 'markdown'],
  [linguist.JSON, 'json'],
  [jsonWithComments, 'json'],
  [linguist.JSON5, 'json'],
  [jupyterNotebook, 'json'],
  [linguist.YAML, 'yaml'],
  [linguist.XML, 'xml'],
  [linguist.SVG, 'xml'],
  [linguist.CSS, 'css'],
  [linguist.SCSS, 'scss'],
  [linguist.Less, 'less'],
  [linguist.INI, 'ini'],
  [linguist.TOML, 'ini'],
  [linguist.GraphQL, 'graphql'],
  [protocolBuffer, 'proto'],
  [linguist.HCL, 'hcl'],
  [linguist.CoffeeScript, 'coffeescript'],
  [linguist.Handlebars, 'handlebars'],
  [linguist.Pug, 'pug'],
  [linguist.Twig, 'twig'],
  [linguist.Liquid, 'liquid'],
  [linguist.MDX, 'mdx'],
  [linguist.reStructuredText, 'restructuredtext'],
  [linguist.Solidity, 'sol'],
  [linguist.Verilog, 'verilog'],
  [linguist.SystemVerilog, 'systemverilog'],
  [linguist.Tcl, 'tcl'],
  [linguist.Apex, 'apex'],
  [linguist.ABAP, 'abap'],
  [linguist.Bicep, 'bicep'],
  [linguist.Cypher, 'cypher'],
  [linguist.SPARQL, 'sparql'],
  [linguist.TypeSpec, 'typespec'],
  [linguist.WGSL, 'wgsl'],
  [qSharp, 'qsharp'],
]

const byFileName = new Map<string, string>()
const byExtension = new Map<string, string>()
for (const [language, monacoLanguage] of monacoLanguages) {
  for (const fileName of language.filenames ?? []) setFirst(byFileName, fileName.toLowerCase(), monacoLanguage)
  for (const extension of language.extensions ?? []) setFirst(byExtension, extension.toLowerCase(), monacoLanguage)
}

/** Monaco's id for a file name; the longest extension that is known decides. `plaintext` when none is. */
export function getEditorLanguage(fileName: string): string {
  const name = fileName.toLowerCase()
  const known = byFileName.get(name)
  if (known) return known
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const language = byExtension.get(name.slice(dot))
    if (language) return language
  }
  return 'plaintext'
}

function setFirst(languages: Map<string, string>, key: string, language: string): void {
  if (!languages.has(key)) languages.set(key, language)
}
