import { isAppError } from '#contracts/errors'
import { parseQuery } from '#contracts/query/parse-query'
import type { QueryProblem } from '#contracts/query/query'

/**
 * What is wrong with what stands in the query bar: what can be seen in the text itself, or what the engine, which knows all values, said of
 * it. Null when nothing is known to be.
 */
export function findQueryProblem(options: {
  draft: string
  /** What was asked for last, and how that failed. */
  asked: string
  error: unknown
  /** Names of the project's signals; null while they are not known. */
  signals: readonly string[] | null
}): QueryProblem | null {
  const { draft, asked, error, signals } = options
  const parsed = signals === null ? null : parseQuery(draft, { signals })
  if (parsed?.status === 'problem') return parsed.problem
  if (draft !== asked || !isAppError(error, 'query.invalid')) return null
  const { offset, length, reason } = error.data
  return { offset, length, message: reason }
}
