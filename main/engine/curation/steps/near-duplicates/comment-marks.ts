/** How comments begin and end in a language. */
export interface CommentMarks {
  /** What begins a comment that ends with its line. Longer marks stand before those that they begin with. */
  readonly lines: readonly string[]
  readonly blocks: readonly (readonly [open: string, close: string])[]
}

type Blocks = CommentMarks['blocks']

const slashStar: Blocks = [['/*', '*/']]
const parenthesisStar: Blocks = [['(*', '*)']]
const markup: Blocks = [['<!--', '-->']]

/** Marks, and the languages that have them by their names in GitHub Linguist. */
const families: readonly (readonly [lines: readonly string[], blocks: Blocks, languages: readonly string[]])[] = [
  [
    ['//'],
    slashStar,
    [
      ...['ActionScript', 'AngelScript', 'Apex', 'AspectJ', 'Bicep', 'Bison', 'C', 'C#', 'C++', 'CUE', 'Cairo', 'Ceylon'],
      ...['Chapel', 'Cuda', 'D', 'Dafny', 'Dart', 'Fantom', 'GLSL', 'Go', 'Gosu', 'Gradle', 'Groovy', 'HLSL', 'Haxe'],
      ...['JSON', 'JSON with Comments', 'JSON5', 'Java', 'JavaScript', 'Jsonnet', 'Kotlin', 'Less', 'Lex', 'Metal', 'Move'],
      ...['Objective-C', 'Objective-C++', 'Odin', 'OpenCL', 'OpenSCAD', 'P4', 'Pike', 'Pony', 'Processing'],
      ...['Protocol Buffer', 'Q#', 'QML', 'Reason', 'ReScript', 'Rust', 'SCSS', 'SWIG', 'Sass', 'Scala', 'ShaderLab'],
      ...['Slang', 'Solidity', 'Squirrel', 'Stylus', 'Swift', 'SystemVerilog', 'TSX', 'TypeScript', 'TypeSpec'],
      ...['Unified Parallel C', 'UnrealScript', 'V', 'Vala', 'Verilog', 'WGSL', 'X10', 'XC', 'Yacc', 'nesC'],
    ],
  ],
  [['//'], [], ['Go Module', 'Pug', 'WebAssembly Interface Type', 'Zig']],
  [['//', '#'], slashStar, ['HCL', 'Hack', 'PHP', 'Thrift']],
  [['#'], slashStar, ['Nix']],
  [[], slashStar, ['CSS', 'PostCSS']],
  [['//', '#', ';', '@', '!'], slashStar, ['Assembly', 'Unix Assembly']],
  [
    ['#'],
    [],
    [
      ...['Awk', 'BitBake', "Cap'n Proto", 'Crystal', 'Cython', 'Dockerfile', 'EditorConfig', 'Elixir', 'GDScript'],
      ...['Git Attributes', 'GraphQL', 'Ignore List', 'Java Properties', 'Just', 'Makefile', 'Meson', 'Mojo', 'Nginx'],
      ...['Perl', 'Puppet', 'Python', 'R', 'Raku', 'Ruby', 'Shell', 'Starlark', 'TOML', 'Tcl', 'Tcsh', 'YAML', 'fish'],
      ...['sed'],
    ],
  ],
  // What a configuration file without an extension has mostly.
  [['#'], [], ['Unknown']],
  [['#'], [['#[[', ']]']], ['CMake']],
  [['#'], [['#[', ']#']], ['Nim']],
  [['#'], [['#=', '=#']], ['Julia']],
  [['#'], [['<#', '#>']], ['PowerShell']],
  [['#'], [['###', '###']], ['CoffeeScript']],
  [['#', ';'], [], ['INI']],
  [['--'], slashStar, ['HiveQL', 'PLSQL', 'PLpgSQL', 'SQL', 'SQLPL', 'TSQL']],
  [['--'], [['--[[', ']]']], ['Lua', 'Luau']],
  [['--'], [['{-', '-}']], ['Agda', 'Dhall', 'Elm', 'Haskell', 'Idris', 'PureScript']],
  [['--'], [['/-', '-/']], ['Lean', 'Lean 4']],
  [['--', '#'], parenthesisStar, ['AppleScript']],
  [['--'], [], ['Ada', 'Eiffel', 'VHDL']],
  [[';'], [['#|', '|#']], ['Clojure', 'Common Lisp', 'Emacs Lisp', 'NewLisp', 'Racket', 'Scheme']],
  [[';'], slashStar, ['AutoHotkey']],
  [[';'], [], ['LLVM', 'WebAssembly']],
  [['%'], [], ['BibTeX', 'Erlang', 'PostScript', 'TeX']],
  [['%'], [['%{', '%}']], ['MATLAB']],
  [['%'], slashStar, ['Mercury', 'Prolog']],
  [
    [],
    markup,
    ['Astro', 'HTML', 'MDX', 'Markdown', 'SVG', 'Svelte', 'Vue', 'XML', 'XML Property List', 'XSLT', 'HTML+EEX', 'Maven POM'],
  ],
  [[], [...markup, ['<%--', '--%>']], ['ASP.NET', 'Java Server Pages']],
  [[], [...markup, ['<%#', '%>']], ['HTML+ERB']],
  [[], [...markup, ['{#', '#}']], ['Jinja', 'Twig']],
  [[], [...markup, ['{{!--', '--}}'], ['{{!', '}}']], ['Handlebars', 'Mustache']],
  [[], [...markup, ['<#--', '-->']], ['FreeMarker']],
  [[], [...markup, ['@*', '*@']], ['HTML+Razor']],
  [[], [...markup, ['{*', '*}']], ['Smarty']],
  [[], parenthesisStar, ['OCaml', 'Rocq Prover', 'Standard ML', 'Wolfram Language']],
  [['//'], parenthesisStar, ['F#']],
  [['//'], [...parenthesisStar, ['{', '}']], ['Pascal']],
  [["'", 'REM ', 'Rem '], [], ['BASIC', 'FreeBASIC', 'QuickBASIC', 'VBA', 'VBScript', 'Visual Basic .NET', 'Visual Basic 6.0']],
  [['"'], [], ['Vim script']],
  [['!'], [], ['Fortran Free Form', 'Factor']],
  [['!', 'C ', 'c ', '*'], [], ['Fortran']],
  [['@REM ', '@rem ', 'REM ', 'rem ', '::'], [], ['Batchfile']],
  [['..'], [], ['reStructuredText']],
  [['.\\"', '\'\\"'], [], ['Roff', 'Roff Manpage']],
  [['\\'], [['( ', ')']], ['Forth']],
  [['dnl'], [], ['M4', 'M4Sugar']],
]

const marksByLanguage: ReadonlyMap<string, CommentMarks> = new Map(
  families.flatMap(([lines, blocks, languages]) => languages.map((name): [string, CommentMarks] => [name, { lines, blocks }])),
)

/**
 * By the name in GitHub Linguist, or `Unknown`; undefined for languages without comments, such as plain text, and those that are not in the
 * table. JSON has none either, but files with some are often called so.
 */
export function findCommentMarks(language: string): CommentMarks | undefined {
  return marksByLanguage.get(language)
}

/** The languages whose comments are known. */
export const commentedLanguages: readonly string[] = [...marksByLanguage.keys()]
