/** One line of words for each line of source, with a blank between words, as programs that train on words take them. */
export function toWordLines(text: string): string {
  const lines = text.split('\n')
  return lines.map((line) => `${(line.match(/\w+|[^\s\w]/gu) ?? []).join(' ')}\n`).join('')
}
