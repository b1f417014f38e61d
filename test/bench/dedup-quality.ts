import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { computeJaccards, type DuplicateReport, notDuplicate, openDuplicateIndex } from '#native'
import type { StoredCorpus } from './stored-corpus.ts'

export type DedupQuality = {
  /** Planted copies with a similarity of the threshold or more that are in the cluster of their original, of all such. */
  recall: number
  /**
   * Documents reported as duplicates whose kept document has the same original or, as real text has copies too, a similarity of the
   * threshold or more; of all reported. A member of a cluster need not be similar to the one that is kept.
   */
  precision: number
  /** Recall among those whose similarity is at most `nearThreshold` above the threshold. */
  recallAtThreshold: number
}

/** A band wide enough for thousands of pairs, in which detection is hardest. */
const nearThreshold = 0.02

/** The similarity of each document to that of which `others` has the number at its place; 1 if that is itself or none. */
async function measureSimilarities(corpus: StoredCorpus, others: Uint32Array): Promise<Float32Array> {
  const similarities = new Float32Array(others.length).fill(1)
  const different = Array.from(others.keys()).filter((id) => others[id] !== id && others[id] !== notDuplicate)
  for (let first = 0; first < different.length; first += 1000) {
    const part = different.slice(first, first + 1000)
    const numbers = part.flatMap((id) => [others[id] ?? 0, id])
    const jaccards = await computeJaccards(corpus.read(numbers), Uint32Array.from(numbers.keys()))
    for (const [place, jaccard] of jaccards.entries()) similarities[part[place] ?? 0] = jaccard
  }
  return similarities
}

export async function assessReport(
  report: DuplicateReport,
  corpus: StoredCorpus,
  originals: Uint32Array,
  threshold: number,
): Promise<DedupQuality> {
  const similarities = await measureSimilarities(corpus, originals)
  const keptSimilarities = await measureSimilarities(corpus, report.duplicateOf)
  const count = { similar: 0, found: 0, near: 0, nearFound: 0, reported: 0, planted: 0, right: 0 }
  for (let id = 0; id < originals.length; id++) {
    const original = originals[id] ?? 0
    const similarity = similarities[id] ?? 0
    if (original !== id && similarity >= threshold) {
      const isFound = report.clusters[id] === report.clusters[original]
      const isNear = similarity < threshold + nearThreshold
      count.similar++
      count.found += isFound ? 1 : 0
      count.near += isNear ? 1 : 0
      count.nearFound += isNear && isFound ? 1 : 0
    }
    const kept = report.duplicateOf[id] ?? notDuplicate
    if (kept === notDuplicate) continue
    count.reported++
    count.planted += originals[kept] === original ? 1 : 0
    count.right += originals[kept] === original || (keptSimilarities[id] ?? 0) >= threshold ? 1 : 0
  }
  console.log(
    `${count.similar} planted copies of similarity ${threshold} or more, ${count.found} found; ${count.near} below ${threshold + nearThreshold}, ${count.nearFound} found; ${count.reported} reported, ${count.planted} of them planted, ${count.right} right`,
  )
  return {
    recall: count.found / count.similar,
    precision: count.right / count.reported,
    recallAtThreshold: count.nearFound / count.near,
  }
}

/** Every two numbers, in parts: each call of the native kernel makes all shingles anew. */
function* listAllPairs(count: number): Generator<Uint32Array> {
  const most = 1_000_000
  let pairs = new Uint32Array(2 * most)
  let length = 0
  for (let second = 1; second < count; second++) {
    for (let first = 0; first < second; first++) {
      pairs[length++] = first
      pairs[length++] = second
      if (length < pairs.length) continue
      yield pairs
      pairs = new Uint32Array(2 * most)
      length = 0
    }
  }
  yield pairs.subarray(0, length)
}

/**
 * How far the documents that a search keeps are those that comparing every pair keeps (the first of each connected component of
 * pairs with the threshold's similarity): the Jaccard similarity of the two sets, over the first documents of the corpus.
 */
export async function compareWithAllPairs(corpus: StoredCorpus, documentCount: number, threshold: number): Promise<number> {
  const numbers = Uint32Array.from({ length: documentCount }, (_, number) => number)
  const all = corpus.read(numbers)
  const roots = Uint32Array.from(numbers)
  const findRoot = (document: number): number => {
    let root = document
    while (roots[root] !== root) root = roots[root] ?? 0
    return root
  }
  for (const pairs of listAllPairs(documentCount)) {
    const jaccards = await computeJaccards(all, pairs)
    for (const [pair, jaccard] of jaccards.entries()) {
      if (jaccard < threshold) continue
      const [a, b] = [findRoot(pairs[2 * pair] ?? 0), findRoot(pairs[2 * pair + 1] ?? 0)]
      roots[Math.max(a, b)] = Math.min(a, b)
    }
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'dedup-quality-'))
  try {
    await using index = await openDuplicateIndex({ folder, memoryBytes: 16 * 1024 * 1024 })
    await index.add(all, 0)
    const { duplicateOf } = await index.findDuplicates({ threshold, readDocuments: corpus.read })
    const isKept = Array.from(numbers, (document) => duplicateOf[document] === notDuplicate)
    const isKeptExactly = Array.from(numbers, (document) => findRoot(document) === document)
    const both = isKept.filter((kept, document) => kept && isKeptExactly[document]).length
    const either = isKept.filter((kept, document) => kept || isKeptExactly[document]).length
    return both / either
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
