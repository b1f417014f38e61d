import type { Rule, RuleScope } from '#contracts/rule'
import type { RuleColumns } from './rule-columns.ts'

/** Whether a rule looks at a document. */
export type IsInScope = (documentId: number) => boolean

/** Null when the rule looks at every document. */
export async function loadScope(
  rule: Pick<Rule, 'only' | 'except'>,
  columns: RuleColumns,
  waiting?: AbortSignal,
): Promise<IsInScope | null> {
  const only = await loadMembers(rule.only, columns, waiting)
  const except = await loadMembers(rule.except, columns, waiting)
  if (!only) return except && ((id) => !except(id))
  return except ? (id) => only(id) && !except(id) : only
}

/** Null for no restriction; an empty one has no member. */
async function loadMembers(scope: RuleScope | null, columns: RuleColumns, waiting?: AbortSignal): Promise<IsInScope | null> {
  if (scope === null) return null
  const languages = await loadMarks('language', scope.languages, columns, waiting)
  const extensions = await loadMarks('extension', scope.extensions, columns, waiting)
  return (id) => (languages?.(id) ?? false) || (extensions?.(id) ?? false)
}

async function loadMarks(
  property: 'language' | 'extension',
  wanted: readonly string[],
  columns: RuleColumns,
  waiting?: AbortSignal,
): Promise<IsInScope | null> {
  if (wanted.length === 0) return null
  const { places, values } = await columns.readCategory(property, waiting)
  const marks = markValues(values, wanted)
  return (id) => marks[places[id] as number] === 1
}

/** 1 for each value that is wanted, in any case. */
export function markValues(values: readonly string[], wanted: readonly string[]): Uint8Array {
  const lower = new Set(wanted.map((value) => value.toLowerCase()))
  return Uint8Array.from(values, (value) => (lower.has(value.toLowerCase()) ? 1 : 0))
}
