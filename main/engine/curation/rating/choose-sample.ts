import { scatter } from '../../dataset/documents/scatter.ts'

/**
 * Chooses documents evenly, the same for the same seed: a larger sample begins with a smaller one. In an order that has nothing to do with that
 * of the documents, so that a part of the sample is a sample, too.
 */
export function chooseSample(ids: Iterable<number>, { count, seed }: { count: number; seed: number }): number[] {
  return Array.from(ids, (id) => ({ id, place: scatter(id, seed) }))
    .sort((one, other) => one.place - other.place || one.id - other.id)
    .slice(0, count)
    .map(({ id }) => id)
}
