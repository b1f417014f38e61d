import { setImmediate } from 'node:timers/promises'
import type { Rule } from '#contracts/rule'
import { readyCategory } from './category.ts'
import { readyDuplicate } from './duplicate.ts'
import { readyFinding } from './finding.ts'
import { forEachDropped, type ReadyRule } from './ready-rule.ts'
import type { RuleColumns } from './rule-columns.ts'
import { readyScore } from './score.ts'
import { readyThreshold } from './threshold.ts'

/** Keeps rules ready as long as the same snapshot is asked about them. */
export interface ReadyRuleCache {
  /** In the order of the rules. A call that is aborted ends what only it waited for. */
  ready(columns: RuleColumns, rules: readonly Rule[], waiting?: AbortSignal): Promise<ReadyRule[]>
}

/** Rules kept beside those of the last two recipes, at up to four bytes per document each: a handle that is dragged makes one a frame. */
const maxSpare = 8

export function createReadyRuleCache(): ReadyRuleCache {
  const bySnapshot = new WeakMap<RuleColumns, Map<string, ReadyRule>>()
  return {
    async ready(columns, rules, waiting) {
      const known = bySnapshot.get(columns) ?? new Map<string, ReadyRule>()
      bySnapshot.set(columns, known)
      const found: ReadyRule[] = []
      for (const [place, rule] of rules.entries()) {
        // Which duplicate is kept depends on what the rules before keep.
        const before = rule.rule === 'duplicate' ? JSON.stringify(rules.slice(0, place)) : ''
        const key = JSON.stringify([place, rule, before])
        const ready = known.get(key) ?? (await readyOne(rule, place, { columns, before, earlier: [...found], waiting }))
        known.delete(key)
        known.set(key, ready)
        found.push(ready)
      }
      for (const key of known.keys()) {
        if (known.size <= 2 * rules.length + maxSpare) break
        known.delete(key)
      }
      return found
    },
  }
}

async function readyOne(
  rule: Rule,
  place: number,
  {
    columns,
    before,
    earlier,
    waiting,
  }: { columns: RuleColumns; before: string; earlier: readonly ReadyRule[]; waiting: AbortSignal | undefined },
): Promise<ReadyRule> {
  switch (rule.rule) {
    case 'threshold':
      return readyThreshold(rule, place, columns, waiting)
    case 'score':
      return readyScore(rule, place, columns, waiting)
    case 'category':
      return readyCategory(rule, place, columns, waiting)
    case 'finding':
      return readyFinding(rule, place, columns, waiting)
    case 'duplicate': {
      const load = (loading: AbortSignal) => markKept(columns.documentCount, earlier, loading)
      return readyDuplicate(rule, { place, columns, before: earlier.length === 0 ? null : { key: before, load } }, waiting)
    }
  }
}

/** One byte per document: 1 when every rule keeps it. */
export async function markKept(documentCount: number, rules: readonly ReadyRule[], waiting?: AbortSignal): Promise<Uint8Array> {
  const kept = new Uint8Array(documentCount).fill(1)
  for (const { drops } of rules) {
    forEachDropped(drops, (id) => {
      kept[id] = 0
    })
    await setImmediate()
    waiting?.throwIfAborted()
  }
  return kept
}

/** How many of the rules, of which there are at most 255, drop each document. */
export async function countHits(documentCount: number, rules: readonly ReadyRule[], waiting?: AbortSignal): Promise<Uint8Array> {
  const counts = new Uint8Array(documentCount)
  for (const { drops } of rules) {
    forEachDropped(drops, (id) => {
      counts[id] = (counts[id] as number) + 1
    })
    await setImmediate()
    waiting?.throwIfAborted()
  }
  return counts
}
