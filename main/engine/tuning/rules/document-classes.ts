import type { RuleBound, ThresholdRule } from '#contracts/rule'
import { inSlices } from '../../platform/in-slices.ts'
import { isPercentile } from './bounds.ts'
import type { RuleColumns } from './rule-columns.ts'
import { type IsInScope, loadScope } from './rule-scope.ts'

type Bounds = Pick<ThresholdRule, 'min' | 'max'>

/** Documents that a threshold treats alike, whatever its bounds are. */
export interface DocumentClasses {
  /** By document its class from 1, or 0 for those that the rule does not look at. */
  readonly of: Uint16Array
  /** For class i + 1 the name of the language with bounds of its own, or null for documents that have the rule's. */
  readonly languages: readonly (string | null)[]
}

/** What classes depend on: equal for rules that differ only in their bounds. Null where all documents are of one class. */
export function nameClasses(rule: ThresholdRule): string | null {
  const { only, except } = rule
  const names = listOwn(rule)
  const isByLanguage = takesPercentiles(rule)
  return only || except || isByLanguage || names.length > 0 ? JSON.stringify([only, except, isByLanguage, names]) : null
}

/** The bounds of a language: its own, or the rule's. */
export function boundsOf(rule: ThresholdRule, language: string | null): Bounds {
  if (language === null) return rule
  const lower = language.toLowerCase()
  return Object.entries(rule.languages).findLast(([name]) => name.toLowerCase() === lower)?.[1] ?? rule
}

/** One class for each language whose bounds are its own or are measured of it alone, and one for all other documents. */
export async function loadClasses(rule: ThresholdRule, columns: RuleColumns, waiting?: AbortSignal): Promise<DocumentClasses> {
  const isInScope = await loadScope(rule, columns, waiting)
  const own = new Set(listOwn(rule))
  const isByLanguage = takesPercentiles(rule)
  if (!isByLanguage && own.size === 0) {
    return { of: await classify(columns.documentCount, { isInScope, classOf: () => 1 }, waiting), languages: [null] }
  }
  const { places, values } = await columns.readCategory('language', waiting)
  const languages: (string | null)[] = [null]
  const classes = Uint16Array.from(values, (name) => (isByLanguage || own.has(name.toLowerCase()) ? languages.push(name) : 1))
  const classOf = (id: number) => classes[places[id] as number] ?? 0
  return { of: await classify(columns.documentCount, { isInScope, classOf }, waiting), languages }
}

async function classify(
  documentCount: number,
  { isInScope, classOf }: { isInScope: IsInScope | null; classOf: (id: number) => number },
  waiting: AbortSignal | undefined,
): Promise<Uint16Array> {
  const classes = new Uint16Array(documentCount)
  await inSlices({ length: documentCount, signal: waiting }, (start, end) => {
    for (let id = start; id < end; id++) if (!isInScope || isInScope(id)) classes[id] = classOf(id)
  })
  return classes
}

/** Lower-case names of languages with bounds of their own. */
function listOwn({ languages }: ThresholdRule): string[] {
  return Object.keys(languages)
    .map((name) => name.toLowerCase())
    .sort()
}

function takesPercentiles(rule: ThresholdRule): boolean {
  const pairs: Bounds[] = [rule, ...Object.values(rule.languages)]
  return rule.byLanguage && pairs.some(({ min, max }) => [min, max].some((bound: RuleBound) => isPercentile(bound)))
}
