/** The package has no types of its own. */
declare module 'spdx-expression-parse' {
  export type ParsedLicence =
    | { license: string; plus?: true; exception?: string }
    | { conjunction: 'and' | 'or'; left: ParsedLicence; right: ParsedLicence }
  /** Throws an `Error` for what is no expression. */
  export default function parse(source: string): ParsedLicence
}
