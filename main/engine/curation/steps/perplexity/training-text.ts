import { createReadStream } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DocumentBatch } from '#native'
import type { StepBatch } from '../step.ts'
import { findHalf, isInShare, makeContentKeys } from './content-key.ts'

/** Training documents on disk, apart by language and half, so that each model reads what it is trained on and nothing else. */
export interface TrainingText {
  add(batch: StepBatch, signal: AbortSignal): Promise<void>
  /** What came in so far, of each language. */
  readonly languages: ReadonlyMap<string, Amount>
  /** Documents in the order in which they came, some megabytes at once. */
  read(choice: TextChoice, signal: AbortSignal): AsyncGenerator<LanguageBatch, void, undefined>
}

export interface Amount {
  readonly documents: number
  readonly bytes: number
  /** Documents of each half. */
  readonly halves: readonly [number, number]
}

export interface TextChoice {
  readonly languages: Iterable<string>
  /** Null for both. */
  readonly half: 0 | 1 | null
  /** Of the documents, about, chosen by their contents; 1 for all. */
  readonly share: number
}

export type LanguageBatch = DocumentBatch & { readonly language: string }

interface Spool {
  readonly files: readonly [string, string]
  documents: number
  bytes: number
  readonly halves: [number, number]
}

/** A record is the size of a document, its key, and its bytes. */
const HEADER_BYTES = 8
const READ_BYTES = 4 << 20

/** Writes into an empty folder, which the caller removes. */
export function createTrainingText(folder: string): TrainingText {
  const spools = new Map<string, Spool>()

  function openSpool(language: string): Spool {
    const name = (half: number) => join(folder, `${spools.size}-${half}`)
    const spool = spools.get(language) ?? { files: [name(0), name(1)], documents: 0, bytes: 0, halves: [0, 0] }
    spools.set(language, spool)
    return spool
  }

  return {
    languages: spools,
    async add(batch, signal) {
      const keys = await makeContentKeys(batch, signal)
      const pending = new Map<string, Buffer[]>()
      for (const [place, key] of keys.entries()) {
        const spool = openSpool(batch.languages[place] as string)
        const half = findHalf(key)
        const bytes = batch.bytes.subarray(batch.offsets[place], batch.offsets[place + 1])
        const header = Buffer.alloc(HEADER_BYTES)
        header.writeUInt32LE(bytes.length, 0)
        header.writeUInt32LE(key, 4)
        const file = spool.files[half]
        const parts = pending.get(file) ?? []
        parts.push(header, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
        pending.set(file, parts)
        spool.documents++
        spool.bytes += bytes.length
        spool.halves[half]++
      }
      for (const [file, parts] of pending) {
        signal.throwIfAborted()
        await appendFile(file, Buffer.concat(parts))
      }
    },
    async *read({ languages, half, share }, signal) {
      for (const language of languages) {
        const spool = spools.get(language)
        if (!spool) continue
        for (const each of [0, 1] as const) {
          if (spool.halves[each] === 0 || (half !== null && half !== each)) continue
          for await (const batch of readRecords(spool.files[each], share, signal)) yield { ...batch, language }
        }
      }
    },
  }
}

async function* readRecords(file: string, share: number, signal: AbortSignal): AsyncGenerator<DocumentBatch, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES, signal }) as AsyncIterable<Buffer>) {
    const data = Buffer.concat([rest, chunk])
    const parts: Buffer[] = []
    const offsets = [0]
    let at = 0
    while (at + HEADER_BYTES <= data.length) {
      const size = data.readUInt32LE(at)
      const end = at + HEADER_BYTES + size
      if (end > data.length) break
      if (isInShare(data.readUInt32LE(at + 4), share)) {
        parts.push(data.subarray(at + HEADER_BYTES, end))
        offsets.push((offsets.at(-1) as number) + size)
      }
      at = end
    }
    rest = data.subarray(at)
    if (parts.length > 0) yield { bytes: Buffer.concat(parts), offsets: Float64Array.from(offsets) }
  }
}
