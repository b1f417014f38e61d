const hashLanguages = new Set([
  'python',
  'shell',
  'shellscript',
  'ruby',
  'perl',
  'r',
  'yaml',
  'toml',
  'makefile',
  'dockerfile',
  'julia',
  'elixir',
  'coffeescript',
  'powershell',
])
const dashLanguages = new Set(['sql', 'lua', 'haskell', 'ada', 'elm'])
const noneLanguages = new Set(['html', 'css', 'xml', 'json', 'markdown', 'plaintext'])

function getMarker(language: string): string | null {
  if (hashLanguages.has(language)) return '#'
  if (dashLanguages.has(language)) return '--'
  return noneLanguages.has(language) ? null : '//'
}

/** Where a line comment begins in a line, or null. `language` is a Monaco language id. */
export function findLineComment(line: string, language: string): number | null {
  const marker = getMarker(language)
  if (marker === null || !line.includes(marker)) return null
  for (let index = 0; index < line.length; index++) {
    const sign = line.charAt(index)
    if (line.startsWith(marker, index)) return index
    if (sign === '"' || sign === "'" || sign === '`') index = skipString(line, index)
  }
  return null
}

/** The index of the quote that ends a string, or `start` when the line has none: then the sign is no quote, or the string goes on. */
export function skipString(line: string, start: number): number {
  const quote = line.charAt(start)
  for (let index = start + 1; index < line.length; index++) {
    if (line.charAt(index) === '\\') index++
    else if (line.charAt(index) === quote) return index
  }
  return start
}
