import { z } from 'zod'
import type { RejectedRow } from './importer.ts'

/** Rejected rows with the same words, counted. */
const group = z.object({ outcome: z.enum(['failed', 'skipped']), one: z.string(), many: z.string(), count: z.number() })

/** Rejected rows: how many there are, and some of them by name. */
export interface Rejections {
  groups: RejectionGroup[]
  /** In the order of the source, as many as the list has room for. */
  listed: RejectedRow[]
}

export const rejectionGroups = z.array(group)
export type RejectionGroup = z.infer<typeof group>

/** Of one portion. More are counted and not named: a portion may hold a million of them. */
const maxListed = 10_000

/** Adds to `rejections`, in place. */
export function addRejection(rejections: Rejections, row: RejectedRow): void {
  const { one, many } = row.summary ?? { one: '', many: '' }
  addGroup(rejections.groups, { outcome: row.outcome === 'failed' ? 'failed' : 'skipped', one, many, count: 1 })
  if (row.outcome !== 'ignored' && rejections.listed.length < maxListed) rejections.listed.push(row)
}

/** Adds to `groups`, in place. */
export function addGroup(groups: RejectionGroup[], added: RejectionGroup): void {
  const known = groups.find(({ outcome, one }) => outcome === added.outcome && one === added.one)
  if (known) known.count += added.count
  else groups.push({ ...added })
}
