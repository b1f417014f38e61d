import { showText } from '#contracts/visible-text'

/** A name in a line of Markdown. Names come from anywhere: one line, and nothing that Markdown would read. */
export function showLine(name: string): string {
  return showText(name).replace(/[\\`*_{}[\]<>#]/g, '\\$&')
}

/** A name in a cell of a table. */
export function showCell(name: string): string {
  return showLine(name).replaceAll('|', '\\|')
}

/** A name as code, also in a cell. */
export function showCode(name: string): string {
  return `\`${showText(name).replaceAll('`', "'").replaceAll('|', '\\|')}\``
}
