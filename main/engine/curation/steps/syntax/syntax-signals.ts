import type { SignalWords } from '../step.ts'

/** What the step measures, in the words that people read. */
export const syntaxSignals = [
  {
    name: 'parse_error_fraction',
    label: 'Parse errors',
    unit: 'fraction',
    description:
      'Share of the characters that find no place in the grammar of the language; whole statements among them count as found.',
  },
  {
    name: 'comment_fraction',
    label: 'Comments',
    unit: 'fraction',
    description: 'Share of the characters that are in comments, docstrings included, as BigCode counts them.',
  },
  {
    name: 'docstring_fraction',
    label: 'Documented definitions',
    unit: 'fraction',
    description: 'Share of named functions and classes that have a docstring, or a comment right above them that documents them.',
  },
  {
    name: 'function_count',
    label: 'Functions',
    unit: 'functions',
    description: 'Functions, methods and constructors that have a body.',
  },
  {
    name: 'function_mean_lines',
    label: 'Mean function length',
    unit: 'lines',
    description: 'Lines of a function from its first to its last, on average.',
  },
  {
    name: 'cyclomatic_mean',
    label: 'Cyclomatic complexity, mean',
    unit: 'paths',
    description: 'Logical complexity: one and the decisions of a function (McCabe), on average.',
  },
  {
    name: 'cyclomatic_max',
    label: 'Cyclomatic complexity, highest',
    unit: 'paths',
    description: 'Logical complexity: one and the decisions (McCabe) of the function that has the most.',
  },
  {
    name: 'nesting_max',
    label: 'Deepest nesting',
    unit: 'levels',
    description: 'Logical complexity: how many conditions, loops and the like lie within each other at most.',
  },
  {
    name: 'logic_fraction',
    label: 'Logic',
    unit: 'fraction',
    description:
      'Share of the code that is logic rather than data, which is literals and the lists and tables of them; in characters, without comments, docstrings and imports. Tags and annotations of declarations are no data.',
  },
  {
    name: 'known_import_count',
    label: 'Well-known libraries',
    unit: 'libraries',
    description: 'Well-known third-party libraries that are imported.',
  },
  {
    name: 'known_import_fraction',
    label: 'Well-known libraries, share',
    unit: 'fraction',
    description:
      'Share of the imported libraries that are well known; the standard library and imports of the same project aside.',
  },
  {
    name: 'naming_fraction',
    label: 'Naming convention',
    unit: 'fraction',
    description: 'Coding standard: share of declared names that follow the naming convention of the language.',
  },
] as const satisfies readonly SignalWords[]

export type SyntaxSignal = (typeof syntaxSignals)[number]['name']

/** Values of one document; NaN where there is nothing to measure. */
export type SyntaxMeasures = Readonly<Record<SyntaxSignal, number>>
