/** What an import kept of a document, from its JSON. */
export function parseMetadata(json: string | null | undefined): Record<string, unknown> {
  return json ? (JSON.parse(json) as Record<string, unknown>) : {}
}

/**
 * The text of a value: a string as it is, anything else as JSON; undefined where there is none. A name with dots is that of a value, or
 * leads into objects, as `a.b` does in `{"a": {"b": 1}}`.
 */
export function findMetadataText(metadata: unknown, name: string): string | undefined {
  const value = findValue(metadata, name)
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function findValue(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name]
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const outer = name.slice(0, dot)
    if (!Object.hasOwn(value, outer)) continue
    const found = findValue((value as Record<string, unknown>)[outer], name.slice(dot + 1))
    if (found !== undefined) return found
  }
  return undefined
}
