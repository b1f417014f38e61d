/** Joins items to lines of at most 120 characters. */
export function packLines(items: readonly string[]): string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + item.length > 120) lines.push(item)
    else lines[lines.length - 1] = `${last} ${item}`
  }
  return lines
}
