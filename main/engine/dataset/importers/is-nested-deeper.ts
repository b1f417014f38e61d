/** Deeper values are no record that a person keeps, and functions that call themselves for each level would run out of stack. SQLite's limit is twice that. */
export const maxNesting = 500

/** What is said of a deeper one. */
export const tooDeep = `Its lists and objects lie more than ${maxNesting} levels deep in each other.`

/** Whether lists and objects lie in each other more than so many levels deep. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return value.some((each) => isNestedDeeper(each, levels - 1))
  for (const key in value) if (isNestedDeeper((value as Record<string, unknown>)[key], levels - 1)) return true
  return false
}
