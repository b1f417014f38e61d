import { stringify } from 'yaml'
import { AppError } from '#contracts/errors'
import { parseYaml, type YamlProblem } from '../parse-yaml.ts'

/** Reads the YAML or JSON of another program as plain values. Fails with `recipe.invalid`, which says what and where. */
export function parseForeignYaml(text: string): Record<string, unknown> {
  const value = parseYaml(text, invalid).readValue()
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw invalid({ reason: 'it is no map of keys', line: 1, column: 1 })
}

export function formatForeignYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 })
}

function invalid({ reason, line, column, cause }: YamlProblem): AppError<'recipe.invalid'> {
  return new AppError('recipe.invalid', `Line ${line}, column ${column}: ${reason}.`, { line, column, reason }, { cause })
}
