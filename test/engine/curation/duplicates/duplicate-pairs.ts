import fc from 'fast-check'
import type { CorpusPairs } from '../../../../main/engine/curation/steps/step.ts'

export interface Pair {
  readonly first: number
  readonly second: number
  readonly jaccard: number
}

/** Pairs as a step gives them: the smaller id first, each once, in ascending order. */
export function toPairs(list: readonly Pair[]): CorpusPairs {
  const unique = new Map(
    list.map(({ first, second, jaccard }) => [`${Math.min(first, second)} ${Math.max(first, second)}`, jaccard]),
  )
  const pairs = [...unique]
    .map(([ids, jaccard]) => {
      const [first = 0, second = 0] = ids.split(' ').map(Number)
      return { first, second, jaccard }
    })
    .sort((a, b) => a.first - b.first || a.second - b.second)
  return {
    firsts: Uint32Array.from(pairs, ({ first }) => first),
    seconds: Uint32Array.from(pairs, ({ second }) => second),
    jaccards: Float32Array.from(pairs, ({ jaccard }) => jaccard),
  }
}

export function listPairs({ firsts, seconds, jaccards }: CorpusPairs): Pair[] {
  return Array.from(firsts, (first, place) => ({ first, second: seconds[place] as number, jaccard: jaccards[place] as number }))
}

/** Any pairs of documents with ids below `documentCount`, their similarities in twentieths. */
export function anyPairs(documentCount: number): fc.Arbitrary<CorpusPairs> {
  const id = fc.nat(documentCount - 1)
  const pair = fc.record({ first: id, second: id, jaccard: fc.integer({ min: 10, max: 20 }).map((part) => part / 20) })
  return fc.array(pair, { maxLength: 40 }).map((pairs) => toPairs(pairs.filter(({ first, second }) => first !== second)))
}

/** For each document those that it is connected with, by looking everywhere. */
export function findComponentsReference(pairs: CorpusPairs, documentCount: number, cut: number): number[][] {
  const strong = listPairs(pairs).filter(({ jaccard }) => jaccard >= Math.fround(cut))
  return Array.from({ length: documentCount }, (_, id) => {
    const component = [id]
    for (const member of component) {
      for (const { first, second } of strong) {
        const other = first === member ? second : second === member ? first : undefined
        if (other !== undefined && !component.includes(other)) component.push(other)
      }
    }
    return component.sort((a, b) => a - b)
  })
}
