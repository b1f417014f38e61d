import { closeSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { DocumentBatch } from '#native'

/** Documents in a file, to be read again by their numbers, as a project's store gives them. */
export type StoredCorpus = Disposable & {
  append(batch: DocumentBatch): void
  read(numbers: ArrayLike<number>): DocumentBatch
}

export function createStoredCorpus(folder: string, documentCount: number): StoredCorpus {
  mkdirSync(folder, { recursive: true })
  const file = openSync(path.join(folder, 'documents'), 'w+')
  const ends = new Float64Array(documentCount + 1)
  let stored = 0
  return {
    append({ bytes, offsets }) {
      const start = ends[stored] ?? 0
      writeSync(file, bytes, 0, bytes.length, start)
      for (let document = 1; document < offsets.length; document++) ends[++stored] = start + (offsets[document] ?? 0)
    },
    read(numbers) {
      const offsets = new Float64Array(numbers.length + 1)
      for (let place = 0; place < numbers.length; place++) {
        const number = numbers[place] ?? 0
        offsets[place + 1] = (offsets[place] ?? 0) + (ends[number + 1] ?? 0) - (ends[number] ?? 0)
      }
      const bytes = new Uint8Array(offsets.at(-1) ?? 0)
      for (let place = 0; place < numbers.length; place++) {
        const start = offsets[place] ?? 0
        readSync(file, bytes, start, (offsets[place + 1] ?? 0) - start, ends[numbers[place] ?? 0] ?? 0)
      }
      return { bytes, offsets }
    },
    [Symbol.dispose]() {
      closeSync(file)
    },
  }
}
