/** A card with thousands of rows is read by nobody; the manifest has all. */
export const maxRows = 50

/** A table in Markdown. Cells stand as they are. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const toRow = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [toRow(head), toRow(head.map(() => '---')), ...rows.map(toRow)]
}
