/** Plain TypeScript statement of what the native trainer estimates, from the definitions and without streams: slow, for small texts. */
export type NgramReferenceOptions = {
  order: number
  prune?: readonly number[]
  interpolateUnigrams?: boolean
}

export type NgramReference = {
  /** From length 1 on. */
  counts: readonly number[]
  discounts: readonly (readonly number[])[]
  fallbackLengths: readonly number[]
  words: ReadonlySet<string>
  /** Of the word after the history, whose first word is `<s>` unless it is cut. */
  probability(history: readonly string[], word: string): number
  /** Base-10 logarithms of all tokens of a sentence and of its end. */
  scoreSentence(sentence: readonly string[]): number[]
}

type Gram = { words: readonly string[]; raw: number; predecessors: Set<string> }

const fallback = [0, 0.5, 1, 1.5]

/**
 * Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998): the count of an n-gram that is shorter than the order and does
 * not begin with `<s>` is the number of different words before it.
 */
export function trainReference(sentences: readonly (readonly string[])[], options: NgramReferenceOptions): NgramReference {
  const { order, interpolateUnigrams = true } = options
  const grams = countGrams(sentences, order)
  const last = findLastGram(sentences, order)

  const threshold = (length: number) => options.prune?.[length - 1] ?? options.prune?.at(-1) ?? 0
  const adjusted = (gram: Gram) => (gram.words.length === order || gram.words[0] === '<s>' ? gram.raw : gram.predecessors.size)
  const isPruned = (gram: Gram) =>
    gram.raw <= threshold(gram.words.length) && !(gram.words.length === 1 && gram.words[0] === '</s>')

  const fallbackLengths: number[] = []
  const discounts = grams.map((ofLength, index) => {
    // lmplz counts the last n-gram of each shorter length with the number of its occurrences.
    const counts = [...ofLength.values()].map((gram) => (last.endsWith(`\0${keyOf(gram.words)}`) ? gram.raw : adjusted(gram)))
    const discount = estimateDiscount(counts)
    if (discount === fallback) fallbackLengths.push(index + 1)
    return discount
  })

  const words = new Set(['<unk>'])
  for (const gram of grams[0]?.values() ?? []) if (!isPruned(gram)) words.add(gram.words[0] ?? '')

  const followers = new Map<string, Gram[]>()
  for (const ofLength of grams) {
    for (const gram of ofLength.values()) {
      const context = contextKey(gram.words.slice(0, -1))
      followers.set(context, [...(followers.get(context) ?? []), gram])
    }
  }

  function discountOf(gram: Gram): number {
    return discounts[gram.words.length - 1]?.[Math.min(adjusted(gram), 3)] ?? 0
  }

  /** Sum of the counts after a context, and the share that they leave to shorter n-grams. */
  function summarize(context: readonly string[]): { sum: number; rest: number } | undefined {
    const all = followers.get(contextKey(context))
    if (all === undefined) return undefined
    let sum = 0
    let rest = 0
    for (const gram of all) {
      sum += adjusted(gram)
      rest += isPruned(gram) ? adjusted(gram) : discountOf(gram)
    }
    return { sum, rest: rest / sum }
  }

  function probability(history: readonly string[], word: string): number {
    const context = history.slice(Math.max(0, history.length - order + 1))
    const known = words.has(word) ? word : '<unk>'
    if (context.length === 0) return unigramProbability(known)
    const shorter = probability(context.slice(1), word)
    const contextGram = grams[context.length - 1]?.get(keyOf(context))
    // A context that is left out has no back-off.
    if (contextGram === undefined ? context.join() !== '<s>' : isPruned(contextGram)) return shorter
    const sums = summarize(context)
    if (sums === undefined) return shorter
    const gram = grams[context.length]?.get(keyOf([...context, known]))
    const share = gram === undefined || isPruned(gram) ? 0 : (adjusted(gram) - discountOf(gram)) / sums.sum
    return share + sums.rest * shorter
  }

  function unigramProbability(word: string): number {
    const { sum, rest } = summarize([]) ?? { sum: 1, rest: 1 }
    const uniform = interpolateUnigrams ? rest / words.size : 0
    if (word === '<unk>') return interpolateUnigrams ? uniform : rest
    const gram = grams[0]?.get(keyOf([word]))
    return gram === undefined ? uniform : (adjusted(gram) - discountOf(gram)) / sum + uniform
  }

  function scoreSentence(sentence: readonly string[]): number[] {
    const tokens = ['<s>', ...sentence.map((word) => (words.has(word) ? word : '<unk>')), '</s>']
    return tokens.slice(1).map((word, index) => Math.log10(probability(tokens.slice(0, index + 1), word)))
  }

  const counts = grams.map((ofLength, index) => {
    const kept = [...ofLength.values()].filter((gram) => !isPruned(gram)).length
    return index === 0 ? kept + 2 : kept
  })
  return { counts, discounts: discounts.map((discount) => discount.slice(1)), fallbackLengths, words, probability, scoreSentence }
}

function keyOf(words: readonly string[]): string {
  return words.join('\0')
}

/** A context of no words differs from one of an empty word. */
function contextKey(words: readonly string[]): string {
  return words.map((word) => `${word}\0`).join('')
}

function countGrams(sentences: readonly (readonly string[])[], order: number): Map<string, Gram>[] {
  const grams = Array.from({ length: order }, () => new Map<string, Gram>())
  for (const sentence of sentences) {
    const tokens = ['<s>', ...sentence, '</s>']
    for (let end = 2; end <= tokens.length; end++) {
      for (let begin = end - 1; begin >= Math.max(0, end - order); begin--) {
        const words = tokens.slice(begin, end)
        const ofLength = grams[words.length - 1]
        const gram = ofLength?.get(keyOf(words)) ?? { words, raw: 0, predecessors: new Set<string>() }
        gram.raw++
        const before = tokens[begin - 1]
        if (before !== undefined) gram.predecessors.add(before)
        ofLength?.set(keyOf(words), gram)
      }
    }
  }
  return grams
}

/** The n-gram that comes last when sorted from its last word backwards by first appearance, with a NUL before each word. */
function findLastGram(sentences: readonly (readonly string[])[], order: number): string {
  const ids = new Map([
    ['<s>', 1],
    ['</s>', 2],
  ])
  let last: readonly string[] = []
  const idsOf = (words: readonly string[]) => words.toReversed().map((word) => ids.get(word) ?? 0)
  for (const word of sentences.flat()) if (!ids.has(word)) ids.set(word, ids.size + 1)
  for (const sentence of sentences) {
    const tokens = [...Array.from({ length: order - 1 }, () => '<s>'), ...sentence, '</s>']
    for (let end = order; end <= tokens.length; end++) {
      const words = tokens.slice(end - order, end)
      if (last.length === 0 || compareNumbers(idsOf(words), idsOf(last)) > 0) last = words
    }
  }
  const begin = last.lastIndexOf('<s>')
  return last
    .slice(Math.max(0, begin))
    .map((word) => `\0${word}`)
    .join('')
}

function compareNumbers(left: readonly number[], right: readonly number[]): number {
  for (const [index, number] of left.entries()) {
    const difference = number - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function estimateDiscount(counts: readonly number[]): readonly number[] {
  const n = [0, 1, 2, 3, 4].map((count) => counts.filter((each) => each === count).length)
  const [, one = 0, two = 0, three = 0, four = 0] = n
  if (one === 0 || two === 0 || three === 0) return fallback
  const y = one / (one + 2 * two)
  const discount = [0, 1 - 2 * y * (two / one), 2 - 3 * y * (three / two), 3 - 4 * y * (four / three)]
  return discount.every((each, count) => each >= 0 && each <= count) ? discount : fallback
}
