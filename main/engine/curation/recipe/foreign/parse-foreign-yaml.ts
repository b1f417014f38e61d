import { parseDocument, stringify } from 'yaml'
import { AppError } from '#contracts/errors'

/** Reads the YAML or JSON of another program as plain values. Fails with `recipe.invalid`, which says what and where. */
export function parseForeignYaml(text: string): Record<string, unknown> {
  const document = parseDocument(text, { prettyErrors: false })
  const [error] = document.errors
  if (error) throw invalid(text, error.pos[0], error.message, error)
  const value: unknown = document.toJS({ maxAliasCount: 100 })
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw invalid(text, 0, 'it is no map of keys')
}

export function formatForeignYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 })
}

function invalid(text: string, offset: number, reason: string, cause?: unknown): AppError<'recipe.invalid'> {
  const before = text.slice(0, offset).split('\n')
  const line = before.length
  const column = (before.at(-1) as string).length + 1
  return new AppError('recipe.invalid', `Line ${line}, column ${column}: ${reason}`, { line, column, reason }, { cause })
}
