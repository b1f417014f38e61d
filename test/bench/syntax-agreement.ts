import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SyntaxMeasures } from '#engine/curation/steps/syntax/syntax-signals'
import { runPeer } from './peers/run-peer.ts'
import { correlateRanks } from './rank-correlation.ts'
import type { SourceFile } from './syntax-corpus.ts'

interface PeerComplexity {
  count: number
  sum: number
  max: number
}
interface PeerAnswer {
  lizard: PeerComplexity | null
  radon: PeerComplexity | null
  comments: number | null
}
export interface MeasuredFile {
  readonly file: SourceFile
  readonly measures: SyntaxMeasures
}

/** How far one peer agrees with the step on files of one language. */
export interface Agreement {
  files: number
  /** Share of the files with the same number of functions. */
  same_count: number
  /** Of those, the share with the same sum of complexities. */
  same_sum: number
  /** Sum of all complexities by the step, as a multiple of the peer's, where both found the same functions. */
  sum_ratio: number
  rank_correlation_max: number
}

/** Undefined when the peers are not installed. */
export function comparePeers(measured: readonly MeasuredFile[]): Record<string, Agreement | number> | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'syntax-peers-'))
  try {
    const list = path.join(folder, 'files.json')
    writeFileSync(list, JSON.stringify(measured.map(({ file }) => ({ path: file.path, language: file.language }))))
    const answers = runPeer('complexity.py', [list]) as PeerAnswer[] | undefined
    if (answers === undefined) return undefined
    const agreement: Record<string, Agreement | number> = {
      lizard: compare(
        measured,
        answers.map(({ lizard }) => lizard),
      ),
    }
    const radon = answers.map((answer) => answer.radon)
    if (radon.some((each) => each !== null)) agreement.radon = compare(measured, radon)
    agreement.pygount_comment_rank_correlation = round(
      correlateRanks(
        measured.map(({ measures }) => measures.comment_fraction),
        answers.map(({ comments }) => comments ?? 0),
      ),
    )
    return agreement
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function compare(measured: readonly MeasuredFile[], answers: readonly (PeerComplexity | null)[]): Agreement {
  const pairs = measured.flatMap(({ measures }, index) => {
    const peer = answers[index]
    if (!peer) return []
    const { function_count: count, cyclomatic_mean: mean, cyclomatic_max: max } = measures
    return [{ count, sum: count === 0 ? 0 : Math.round(mean * count), max: count === 0 ? 0 : max, peer }]
  })
  const same = pairs.filter(({ count, peer }) => count === peer.count)
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  return {
    files: pairs.length,
    same_count: round(same.length / pairs.length),
    same_sum: round(same.filter(({ sum, peer }) => sum === peer.sum).length / same.length),
    sum_ratio: round(total(same.map(({ sum }) => sum)) / total(same.map(({ peer }) => peer.sum))),
    rank_correlation_max: round(
      correlateRanks(
        pairs.map(({ max }) => max),
        pairs.map(({ peer }) => peer.max),
      ),
    ),
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
