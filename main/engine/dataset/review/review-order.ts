import type { Decisions } from '../decisions.ts'
import { scatter } from '../documents/scatter.ts'
import type { ColumnSnapshot } from '../project/project.ts'
import { measureDocuments } from '../signals/measure-documents.ts'
import { spreadDocuments } from './spread-documents.ts'

/** An order to review documents in, as `documentSort.column` names it. */
export type ReviewOrder =
  /** The same seed gives the same order, and documents that are added later take places in it. */
  | { by: 'random'; seed: number }
  /** How far the value lies from the nearer bound of the signal's threshold, whichever side of it. */
  | { by: 'distance'; signal: string }
  /** How many rules drop the document. */
  | { by: 'rules' }
  /** How far a probability lies from one half. */
  | { by: 'certainty'; signal: string }
  /** The same, documents of every language and repository in turn. */
  | { by: 'variety'; signal: string }
  /** Clusters of duplicates that a step found from a similarity on, the largest first. */
  | { by: 'cluster'; step: string; jaccard: number }

/** Reads the name of an order; null when it is none. */
export function findReviewOrder(column: string): ReviewOrder | null {
  const [, by, of = ''] = /^review:(random|distance|rules|certainty|variety|cluster)(?::(.+))?$/s.exec(column) ?? []
  if (by === 'random') return /^\d{1,9}$/.test(of) ? { by, seed: Number(of) } : null
  if (by === 'cluster') return findClusterOrder(of)
  if (by === 'rules') return of === '' ? { by } : null
  return (by === 'distance' || by === 'certainty' || by === 'variety') && of !== '' ? { by, signal: of } : null
}

/** The step and the similarity: `near-duplicates@0.85`. */
function findClusterOrder(of: string): ReviewOrder | null {
  const [, step, jaccard] = /^(.+)@([\d.]+(?:e-\d+)?)$/.exec(of) ?? []
  return step === undefined || !(Number(jaccard) <= 1) ? null : { by: 'cluster', step, jaccard: Number(jaccard) }
}

/** Whether the order changes with the recipe. */
export function isOfRecipe({ by }: ReviewOrder): boolean {
  return by === 'rules' || by === 'distance'
}

/** The number that the order is by, for each document; NaN where there is none, as with a signal that has no threshold. */
export async function measureReviewOrder(
  order: ReviewOrder,
  { snapshot, decisions }: { snapshot: ColumnSnapshot; decisions: Decisions },
  signal?: AbortSignal,
): Promise<Float32Array> {
  switch (order.by) {
    case 'random':
      return measureDocuments(snapshot.documentCount, (id) => scatter(id, order.seed), signal)
    case 'rules': {
      const counts = await decisions.countHits(signal)
      return measureDocuments(snapshot.documentCount, (id) => counts[id] ?? 0, signal)
    }
    case 'distance': {
      const column = await snapshot.readColumn(order.signal, signal)
      const bounds = await decisions.bounds(order.signal, signal)
      return measureDocuments(
        snapshot.documentCount,
        (id) => (bounds ? measureDistance(bounds, column[id] as number) : Number.NaN),
        signal,
      )
    }
    case 'cluster':
      return (await decisions.clusterPlaces(order, signal)) ?? new Float32Array(snapshot.documentCount).fill(Number.NaN)
    case 'certainty':
      return measureCertainty(order.signal, snapshot, signal)
    case 'variety':
      return spreadDocuments(await measureCertainty(order.signal, snapshot, signal), snapshot, signal)
  }
}

async function measureCertainty(name: string, snapshot: ColumnSnapshot, signal?: AbortSignal): Promise<Float32Array> {
  const column = await snapshot.readColumn(name, signal)
  return measureDocuments(snapshot.documentCount, (id) => Math.abs((column[id] as number) - 0.5), signal)
}

function measureDistance({ min, max }: { min: number | null; max: number | null }, value: number): number {
  if (min === null && max === null) return Number.NaN
  // A missing value stays one.
  return Math.min(min === null ? Infinity : Math.abs(value - min), max === null ? Infinity : Math.abs(value - max))
}
