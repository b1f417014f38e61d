/** What names of declared things look like in the conventions that languages cite. Underscores around a name are passed over. */
export const naming = {
  /** `max_line_length`. A number may follow an underscore. */
  snake: /^_*[a-z][a-z0-9]*(?:_[a-z0-9]+)*_*$/,
  /** `MAX_LINE_LENGTH`. */
  constant: /^_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_*$/,
  /** `maxLineLength`. */
  camel: /^[_$]*[a-z][a-zA-Z0-9]*$/,
  /** `MaxLineLength`. */
  pascal: /^_*[A-Z][a-zA-Z0-9]*$/,
} as const

/** A name that fits one of these. */
export function anyOf(...conventions: readonly RegExp[]): RegExp {
  return new RegExp(conventions.map(({ source }) => `(?:${source})`).join('|'))
}
