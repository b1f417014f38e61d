const countFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const significantFormat = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 })
const cellFormats = [0, 1, 2, 3, 4].map(
  (digits) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
)
const percentFormats = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
)

/** A value of a signal for reading: whole numbers in full, others to six digits (values are stored with seven). */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e12))
    return value
      .toExponential(3)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e')
  return Number.isInteger(value) ? countFormat.format(value) : significantFormat.format(value)
}

/** Decimals of a column in a table, by unit. Other units count things, and only their means have decimals. */
const decimalsOf: Record<string, number> = { fraction: 4, perplexity: 3, 'bits per byte': 3 }

/** A value in a column of a table, where points should be in line from row to row. */
export function formatCell(value: number, unit: string): string {
  const digits = decimalsOf[unit] ?? (Number.isInteger(value) ? 0 : 2)
  // Rounded away it would look like nothing.
  if (value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits) return formatValue(value)
  return (cellFormats[digits] ?? significantFormat).format(value)
}

/** Values under each other, with equally many decimals, so that their points are in line. */
export function formatValuesAlike(values: readonly number[]): string[] {
  const texts = values.map(formatValue)
  if (texts.some((text) => text.includes('e'))) return texts
  const digits = Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0))
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return values.map((value) => format.format(value))
}

/** The shortest text that reads back as the same number; for fields. */
export function formatExact(value: number): string {
  return String(value)
}

/**
 * A share of a whole in percent. Never says 0 % or 100 % of something that is neither nothing nor all: a cut that drops three
 * documents of ten million must not look like one that drops none.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '0 %'
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 0.01) return '< 0.01 %'
  if (percent < 100 && percent > 99.99) return '> 99.99 %'
  return formatPercent(percent)
}

/** A number from 0 to 100 with as many decimals as its distance to the ends deserves. */
export function formatPercent(percent: number): string {
  const toEnd = Math.min(percent, 100 - percent)
  const digits = toEnd <= 0 ? 0 : toEnd < 1 ? 2 : 1
  return `${percentFormats[digits]?.format(percent)} %`
}

/** What a person typed into a field for a number. */
export type TypedNumber = { status: 'empty' } | { status: 'number'; value: number } | { status: 'invalid' }

/** Reads a number in any precision, with thousands apart by comma, space or underscore, or with an exponent. */
export function parseTypedNumber(text: string): TypedNumber {
  const trimmed = text.trim()
  if (trimmed === '') return { status: 'empty' }
  const plain = trimmed.replace(/(?<=\d)[,_\s](?=\d{3}(?:\D|$))/g, '').replace(/^−/, '-')
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return { status: 'invalid' }
  const value = Number(plain)
  return Number.isFinite(value) ? { status: 'number', value } : { status: 'invalid' }
}
