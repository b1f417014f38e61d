/** Languages whose Monaco id is not their name in small letters. */
const ids: Record<string, string> = {
  'C++': 'cpp',
  'C#': 'csharp',
  'F#': 'fsharp',
  'Objective-C++': 'objective-c',
  'Visual Basic .NET': 'vb',
  'Jupyter Notebook': 'json',
  JSX: 'javascript',
  TSX: 'typescript',
  Vue: 'html',
  Svelte: 'html',
  'Common Lisp': 'scheme',
  Makefile: 'makefile',
  TeX: 'latex',
  SystemVerilog: 'systemverilog',
  'Protocol Buffer': 'proto',
  Batchfile: 'bat',
}

/** The Monaco language for a language's name as documents carry it. Unknown ones are shown as plain text by Monaco. */
export function languageIdOf(name: string): string {
  return ids[name] ?? name.toLowerCase().replaceAll(' ', '-')
}
