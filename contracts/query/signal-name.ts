/**
 * The signal that a name in a query means: the one of this name, or the only one that ends in it, so that `perplexity` means
 * `model_perplexity` while there is no other perplexity.
 */
export function findSignal(name: string, signals: readonly string[]): string | undefined {
  if (signals.includes(name)) return name
  const lower = name.toLowerCase()
  const same = signals.filter((signal) => signal.toLowerCase() === lower)
  if (same.length > 0) return same[0]
  const ending = signals.filter((signal) => signal.toLowerCase().endsWith(`_${lower}`))
  return ending.length === 1 ? ending[0] : undefined
}
