/** Shannon's entropy of a text, in bits for each of its characters: 0 for one character over and over. */
export function measureEntropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  const length = [...text].length
  let entropy = 0
  for (const count of counts.values()) entropy -= (count / length) * Math.log2(count / length)
  return entropy
}
