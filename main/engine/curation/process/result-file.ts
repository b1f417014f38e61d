import { type FileHandle, open } from 'node:fs/promises'
import type { CorpusOutput, CorpusPairs } from '../steps/step.ts'
import { writeWhole } from './part-file.ts'

/** Pairs: their number, all first ids, all second ids, all similarities. */
export async function writePairs(file: string, { firsts, seconds, jaccards }: CorpusPairs): Promise<void> {
  await writeWhole(file, [Uint32Array.of(firsts.length), firsts, seconds, jaccards])
}

/** Fails when the file does not hold `count` pairs. */
export async function readPairs(file: string, count: number, signal?: AbortSignal): Promise<CorpusPairs> {
  await using handle = await open(file)
  const [stored] = await readInto(handle, new Uint32Array(1), 0, signal)
  if (stored !== count) throw new Error(`${file} holds ${stored} pairs, not ${count}.`)
  return {
    firsts: await readInto(handle, new Uint32Array(count), 4, signal),
    seconds: await readInto(handle, new Uint32Array(count), 4 + 4 * count, signal),
    jaccards: await readInto(handle, new Float32Array(count), 4 + 8 * count, signal),
  }
}

/** Values of all documents of the corpus: their number, their ids, then the values of one signal after the other. */
export async function writeSignals(file: string, ids: Uint32Array, signals: CorpusOutput['signals']): Promise<void> {
  await writeWhole(file, [Uint32Array.of(ids.length), ids, ...Object.values(signals)])
}

/** Documents in a row, with the values of every signal. */
export interface SignalSlice {
  ids: Uint32Array
  values: Float32Array[]
}

/** Slices of a file of values, of documents that lie within one span of 65,536 ids each. */
export async function* readSignals(file: string, signalCount: number): AsyncGenerator<SignalSlice, void, undefined> {
  await using handle = await open(file)
  const [count = 0] = await readInto(handle, new Uint32Array(1), 0)
  const ids = await readInto(handle, new Uint32Array(count), 4)
  for (let start = 0; start < count; ) {
    const span = Math.floor((ids[start] as number) / spanLength)
    let end = start
    while (end < count && Math.floor((ids[end] as number) / spanLength) === span) end++
    const values: Float32Array[] = []
    for (let signal = 0; signal < signalCount; signal++) {
      values.push(await readInto(handle, new Float32Array(end - start), 4 + 4 * count * (signal + 1) + 4 * start))
    }
    yield { ids: ids.subarray(start, end), values }
    start = end
  }
}

const spanLength = 65_536

async function readInto<Numbers extends Uint32Array | Float32Array>(
  handle: FileHandle,
  numbers: Numbers,
  position: number,
  signal?: AbortSignal,
): Promise<Numbers> {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
  for (let done = 0; done < bytes.length; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await handle.read(bytes, done, Math.min(bytes.length - done, maxReadBytes), position + done)
    if (bytesRead === 0) throw new Error('A file of results is cut off.')
    done += bytesRead
  }
  return numbers
}

const maxReadBytes = 1 << 26
