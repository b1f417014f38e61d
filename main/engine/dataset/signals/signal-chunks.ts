import type { WritableDatabase } from '../../platform/sqlite.ts'

/** Documents of one chunk of a signal. */
export const chunkLength = 65_536

/** Writes values of a signal into its stored chunks. The caller has opened a transaction. */
export interface SignalChunks {
  /** Replaces the values of the documents from `firstId` on and keeps the signal's count of values right. */
  write(signalId: number, firstId: number, values: Float32Array): void
}

/** Chunks hold the bytes of a Float32Array as they lie in memory: little-endian on every system that the program runs on. */
export function createSignalChunks(database: WritableDatabase): SignalChunks {
  const select = database
    .prepare<[number, number], Uint8Array>('SELECT float32 FROM signal_chunk WHERE signal_id = ? AND chunk_index = ?')
    .pluck()
  const upsert = database.prepare(
    `INSERT INTO signal_chunk (signal_id, chunk_index, float32) VALUES (?, ?, ?)
     ON CONFLICT (signal_id, chunk_index) DO UPDATE SET float32 = excluded.float32`,
  )
  const count = database.prepare('UPDATE signal SET value_count = value_count + ? WHERE id = ?')

  function writeChunk(at: { signalId: number; chunkIndex: number; start: number }, values: Float32Array): number {
    const stored = select.get(at.signalId, at.chunkIndex)
    const old = stored ? toFloats(stored) : new Float32Array()
    const end = at.start + values.length
    const chunk = new Float32Array(Math.max(old.length, end)).fill(Number.NaN, old.length)
    chunk.set(old)
    chunk.set(values, at.start)
    upsert.run(at.signalId, at.chunkIndex, new Uint8Array(chunk.buffer))
    return countValues(values) - countValues(old.subarray(at.start, end))
  }

  return {
    write(signalId, firstId, values) {
      let added = 0
      for (let written = 0; written < values.length; ) {
        const chunkIndex = Math.floor((firstId + written) / chunkLength)
        const start = (firstId + written) % chunkLength
        const part = values.subarray(written, written + chunkLength - start)
        added += writeChunk({ signalId, chunkIndex, start }, part)
        written += part.length
      }
      if (added !== 0) count.run(added, signalId)
    },
  }
}

/** A stored chunk as numbers. Copied: a blob may start at any byte. */
export function toFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer)
}

function countValues(values: Float32Array): number {
  let count = 0
  for (const value of values) if (!Number.isNaN(value)) count++
  return count
}
