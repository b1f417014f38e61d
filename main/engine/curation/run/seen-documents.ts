import type { WritableDatabase } from '../../platform/sqlite.ts'

/** Which documents a step saw, a bit for each. The caller has opened a transaction around what it writes. */
export interface SeenDocuments {
  /** 1 for each document that the step saw, by id. */
  read(stepId: number, documentCount: number): Uint8Array
  add(stepId: number, ids: Uint32Array): void
}

const spanLength = 65_536
const spanBytes = spanLength / 8

export function createSeenDocuments(database: WritableDatabase): SeenDocuments {
  const list = database.prepare<[number], { firstId: number; bits: Uint8Array }>(
    'SELECT first_id AS firstId, bits FROM step_seen WHERE step_id = ?',
  )
  const find = database
    .prepare<[number, number], Uint8Array>('SELECT bits FROM step_seen WHERE step_id = ? AND first_id = ?')
    .pluck()
  const write = database.prepare(
    `INSERT INTO step_seen (step_id, first_id, bits) VALUES (?, ?, ?)
     ON CONFLICT (step_id, first_id) DO UPDATE SET bits = excluded.bits`,
  )
  return {
    read(stepId, documentCount) {
      const seen = new Uint8Array(documentCount)
      for (const { firstId, bits } of list.all(stepId)) {
        const end = Math.min(spanLength, documentCount - firstId)
        for (let place = 0; place < end; place++) {
          seen[firstId + place] = ((bits[place >> 3] as number) >> (place & 7)) & 1
        }
      }
      return seen
    },
    add(stepId, ids) {
      for (let start = 0; start < ids.length; ) {
        const firstId = (ids[start] as number) - ((ids[start] as number) % spanLength)
        const bits = new Uint8Array(spanBytes)
        bits.set(find.get(stepId, firstId) ?? [])
        for (; start < ids.length && (ids[start] as number) < firstId + spanLength; start++) {
          const place = (ids[start] as number) - firstId
          bits[place >> 3] = (bits[place >> 3] as number) | (1 << (place & 7))
        }
        write.run(stepId, firstId, bits)
      }
    },
  }
}
