import type { MinHashBands } from '#native'
import { jaccardOfSets, shingleSetReference } from './minhash-reference.ts'

/**
 * Clusters of two or more documents, by comparing every pair: the connected components of the pairs that agree in a whole band and,
 * with a threshold, whose exact similarity reaches it. Documents are numbered from 0.
 */
export async function findClustersReference(options: {
  documents: readonly Uint8Array[]
  signatures: Uint32Array
  bands: MinHashBands
  threshold?: number
}): Promise<number[][]> {
  const { documents, signatures, bands, threshold } = options
  const permutations = signatures.length / documents.length
  const sets = threshold === undefined ? [] : documents.map((document) => shingleSetReference(document))
  const neighbours = documents.map((): number[] => [])
  for (let first = 0; first < documents.length; first++) {
    for (let second = first + 1; second < documents.length; second++) {
      if (!agreeInABand(signatures, first * permutations, second * permutations, bands)) continue
      if (threshold !== undefined && similarityOf(sets, first, second) < threshold) continue
      neighbours[first]?.push(second)
      neighbours[second]?.push(first)
    }
  }
  return findComponents(neighbours).filter((component) => component.length > 1)
}

/** Whether the rows of signatures at the two places are equal in all numbers of a band. */
export function agreeInABand(signatures: Uint32Array, first: number, second: number, { bands, rows }: MinHashBands): boolean {
  for (let band = 0; band < bands; band++) {
    let row = 0
    while (row < rows && signatures[first + band * rows + row] === signatures[second + band * rows + row]) row++
    if (row === rows) return true
  }
  return false
}

function similarityOf(sets: readonly ReadonlySet<string>[], first: number, second: number): number {
  return jaccardOfSets(sets[first] ?? new Set(), sets[second] ?? new Set())
}

function findComponents(neighbours: readonly (readonly number[])[]): number[][] {
  const seen = new Set<number>()
  const components: number[][] = []
  for (const start of neighbours.keys()) {
    if (seen.has(start)) continue
    seen.add(start)
    const component = [start]
    for (const member of component) {
      for (const neighbour of neighbours[member] ?? []) {
        if (seen.has(neighbour)) continue
        seen.add(neighbour)
        component.push(neighbour)
      }
    }
    components.push(component.sort((a, b) => a - b))
  }
  return components
}
