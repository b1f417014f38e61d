import type { NumberRange } from './query.ts'

const number = String.raw`([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(k|m|g|%)?b?`
const single = new RegExp(`^${number}$`, 'i')
const factors: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, '%': 0.01 }

/** How a range is written after the name of a signal. */
export type RangeOperator = ':' | '=' | '<' | '<=' | '>' | '>='

/** Reads `200`, `1k..20k`, `..3`, `50%`, `1.5M`, `20kB`; undefined when it is none of these. Thousands are 1000 also for bytes. */
export function parseRange(operator: RangeOperator, text: string): NumberRange | undefined {
  if (operator === ':' && text.includes('..')) return parseInterval(text)
  const value = parseNumber(text)
  if (value === undefined) return undefined
  if (operator === ':' || operator === '=') return { min: value, max: value, isOpen: false }
  const isOpen = operator === '<' || operator === '>'
  return operator[0] === '<' ? { min: null, max: value, isOpen } : { min: value, max: null, isOpen }
}

/** The operator and number that `parseRange` reads back as the same range. */
export function formatRange({ min, max, isOpen }: NumberRange): string {
  if (min !== null && max !== null) return min === max ? `=${min}` : `:${min}..${max}`
  return `${min === null ? '<' : '>'}${isOpen ? '' : '='}${min ?? max}`
}

function parseInterval(text: string): NumberRange | undefined {
  const [low = '', high = '', ...rest] = text.split('..')
  if (rest.length > 0 || (low === '' && high === '')) return undefined
  const min = low === '' ? null : parseNumber(low)
  const max = high === '' ? null : parseNumber(high)
  if (min === undefined || max === undefined || (min !== null && max !== null && min > max)) return undefined
  return { min, max, isOpen: false }
}

function parseNumber(text: string): number | undefined {
  const match = single.exec(text)
  if (!match) return undefined
  const value = Number(match[1]) * (factors[(match[2] ?? '').toLowerCase()] ?? 1)
  // Zero has one sign, so that a range that is written and read again is the same.
  return Number.isFinite(value) ? value + 0 : undefined
}
