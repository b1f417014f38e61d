// The interface, the sentences that jobs end with and the messages of errors name quantities alike.
const countFormat = new Intl.NumberFormat('en')
const compactFormat = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

/** `12,345` */
export function formatCount(count: number): string {
  return countFormat.format(count)
}

/** `12.3K`, `6.74B`: for places with no room for all digits. */
export function formatCompact(count: number): string {
  return compactFormat.format(count)
}

/** `12.3K tokens`, `about 12.3K tokens` where they are estimated. */
export function formatTokens(tokens: number, isEstimate: boolean): string {
  const words = `${formatCompact(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`
  return isEstimate ? `about ${words}` : words
}

/** Decimal units, as file managers show them: `999 B`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || Math.abs(value) >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min` */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`
  const seconds = durationMs / 1000
  if (seconds < 59.95) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(whole / 60)
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `1 document`, `2 documents` */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}
