/** Units that only say again what the name of the signal says: a fraction is one without the word. */
const unspoken = new Set(['', 'fraction', 'share', 'probability', 'perplexity'])

/** The unit of a signal as it is said after a value of it, with one thing in the singular; empty where a number says all. */
export function sayUnit(unit: string, value: number): string {
  if (unspoken.has(unit)) return ''
  if (value !== 1) return unit
  return unit.endsWith('ies') ? `${unit.slice(0, -3)}y` : unit.replace(/s$/, '')
}
