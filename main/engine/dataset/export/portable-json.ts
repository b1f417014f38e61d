/** An escape, two of them where they make one character. */
const escaped = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|.)/g
const half = /^\\u[dD][89a-fA-F][\da-fA-F]{2}$/

/**
 * JSON on one line that every reader takes. Numbers keep all their digits, so it is not parsed: outside of strings, where alone they can be,
 * line ends mean nothing, and half of a surrogate pair, which many readers refuse, is U+FFFD as in UTF-8.
 */
export function toPortableJson(json: string): string {
  const line = json.replace(/[\r\n]/g, ' ')
  return line.includes('\\u') ? line.replace(escaped, (found) => (half.test(found) ? '\\ufffd' : found)) : line
}
