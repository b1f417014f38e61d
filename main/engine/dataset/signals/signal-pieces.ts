import type { WritableDatabase } from '../../platform/sqlite.ts'

/** No piece reaches over a multiple of so many documents, so that one is read without the ones before it. */
export const spanLength = 65_536
/** With more pieces in a span they are joined: a column is then few reads, and a value is written twice at most while documents are added. */
const maxPieces = 128

/** Writes values of a signal into its stored pieces. The caller has opened a transaction. */
export interface SignalPieces {
  /** Replaces the values of the documents from `firstId` on and keeps the signal's count of values right. */
  write(signalId: number, firstId: number, values: Float32Array): void
  /** Replaces the values of single documents, by ascending id; what lies between them stays. */
  writeSome(signalId: number, ids: Uint32Array, values: Float32Array): void
}

interface Place {
  firstId: number
  length: number
}

/**
 * A column is stored in pieces: the values of documents in a row. Values of new documents are a new piece beside what is there, so an
 * import writes each value once, and once more when the pieces of a span are joined; values in place of others join what they touch.
 *
 * Pieces hold the bytes of a Float32Array as they lie in memory: little-endian on every system that the program runs on.
 */
export function createSignalPieces(database: WritableDatabase): SignalPieces {
  const list = database.prepare<[number, number, number], Place>(
    `SELECT first_id AS firstId, length(float32) / 4 AS length FROM signal_piece
     WHERE signal_id = ? AND first_id >= ? AND first_id < ? ORDER BY first_id`,
  )
  const read = database
    .prepare<[number, number], Uint8Array>('SELECT float32 FROM signal_piece WHERE signal_id = ? AND first_id = ?')
    .pluck()
  const remove = database.prepare('DELETE FROM signal_piece WHERE signal_id = ? AND first_id = ?')
  const insert = database.prepare('INSERT INTO signal_piece (signal_id, first_id, float32) VALUES (?, ?, ?)')
  const count = database.prepare('UPDATE signal SET value_count = value_count + ? WHERE id = ?')

  function addPiece(signalId: number, firstId: number, values: Float32Array): void {
    insert.run(signalId, firstId, new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }

  /** Makes one piece of some and of new values, which win. What lies between them is missing. */
  function join(signalId: number, places: readonly Place[], added: { firstId: number; values: Float32Array }): void {
    const firstId = Math.min(added.firstId, ...places.map((place) => place.firstId))
    const endId = Math.max(added.firstId + added.values.length, ...places.map((place) => place.firstId + place.length))
    const joined = new Float32Array(endId - firstId).fill(Number.NaN)
    for (const place of places) {
      joined.set(toFloats(read.get(signalId, place.firstId) as Uint8Array), place.firstId - firstId)
      remove.run(signalId, place.firstId)
    }
    joined.set(added.values, added.firstId - firstId)
    addPiece(signalId, firstId, joined)
  }

  function countReplaced(signalId: number, touched: readonly Place[], firstId: number, length: number): number {
    let replaced = 0
    for (const place of touched) {
      const old = toFloats(read.get(signalId, place.firstId) as Uint8Array)
      const start = Math.max(0, firstId - place.firstId)
      replaced += countValues(old.subarray(start, Math.max(start, firstId + length - place.firstId)))
    }
    return replaced
  }

  /** All values are of one span. Gives how many more values there are afterwards. */
  function writeSpan(signalId: number, firstId: number, values: Float32Array): number {
    const spanStart = firstId - (firstId % spanLength)
    const endId = firstId + values.length
    const places = list.all(signalId, spanStart, spanStart + spanLength)
    const touched = places.filter((place) => place.firstId < endId && place.firstId + place.length > firstId)
    const added = countValues(values) - countReplaced(signalId, touched, firstId, values.length)
    const isFull = endId === spanStart + spanLength
    if (isFull || places.length >= maxPieces) join(signalId, places, { firstId, values })
    else if (touched.length > 0) join(signalId, touched, { firstId, values })
    else addPiece(signalId, firstId, values)
    return added
  }

  function write(signalId: number, firstId: number, values: Float32Array): void {
    let added = 0
    for (let written = 0; written < values.length; ) {
      const start = firstId + written
      const part = values.subarray(written, written + spanLength - (start % spanLength))
      added += writeSpan(signalId, start, part)
      written += part.length
    }
    if (added !== 0) count.run(added, signalId)
  }

  /** The values of documents in a row; NaN where none is stored. */
  function readRow(signalId: number, firstId: number, length: number): Float32Array {
    const row = new Float32Array(length).fill(Number.NaN)
    for (const place of list.all(signalId, firstId - (firstId % spanLength), firstId + length)) {
      const start = Math.max(firstId, place.firstId)
      const end = Math.min(firstId + length, place.firstId + place.length)
      if (start >= end) continue
      const stored = toFloats(read.get(signalId, place.firstId) as Uint8Array)
      row.set(stored.subarray(start - place.firstId, end - place.firstId), start - firstId)
    }
    return row
  }

  return {
    write,
    writeSome(signalId, ids, values) {
      const firstId = ids[0]
      if (firstId === undefined) return
      const length = (ids.at(-1) as number) - firstId + 1
      if (length === ids.length) write(signalId, firstId, values)
      else {
        const row = readRow(signalId, firstId, length)
        for (const [place, id] of ids.entries()) row[id - firstId] = values[place] as number
        write(signalId, firstId, row)
      }
    },
  }
}

/** A stored piece as numbers. Copied: a blob may start at any byte. */
export function toFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer)
}

function countValues(values: Float32Array): number {
  let count = 0
  for (const value of values) if (!Number.isNaN(value)) count++
  return count
}
