import { computeSignatures, type DocumentBatch, hashContents, type SignatureRows } from '#native'
import type { CorpusPart, StepBatch } from '../step.ts'
import type { NearDuplicatesParameters } from './near-duplicates-parameters.ts'

/** What is known of some documents before they are compared. */
export interface SignaturePart extends SignatureRows {
  readonly ids: Uint32Array
  /** A hash of the name of the repository, 0 without one; of each document, at the level of repositories. */
  readonly repos: BigUint64Array
}

const fingerprintBytes = 8
const hashBytes = 16

/** Fingerprints of the contents, then signatures, then hashes of the repositories' names at their level: little-endian, as in memory. */
export async function encodeSignatures(
  batch: StepBatch,
  { level, tokens, shingle_length: shingleLength, permutations }: NearDuplicatesParameters,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const fingerprints = takeHalves(await hashContents(batch, { signal }))
  const signatures = await computeSignatures(batch, { tokens, shingleLength, permutations, signal })
  const repos = level === 'file' ? new BigUint64Array() : await hashNames(batch.repos)
  const arrays = [fingerprints, signatures, repos]
  return Buffer.concat(arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)))
}

export function decodeSignatures({ ids, bytes }: CorpusPart, permutations: number): SignaturePart {
  // Copied: arrays of larger numbers must begin at a multiple of their size.
  const { buffer } = Uint8Array.from(bytes)
  const signaturesStart = fingerprintBytes * ids.length
  const reposStart = signaturesStart + 4 * permutations * ids.length
  return {
    ids,
    fingerprints: new BigUint64Array(buffer, 0, ids.length),
    signatures: new Uint32Array(buffer, signaturesStart, permutations * ids.length),
    repos: reposStart === bytes.length ? new BigUint64Array() : new BigUint64Array(buffer, reposStart, ids.length),
  }
}

async function hashNames(names: readonly (string | null)[]): Promise<BigUint64Array> {
  const hashes = takeHalves(await hashContents(joinTexts(names.map((name) => Buffer.from(name ?? '')))))
  for (const [place, name] of names.entries()) {
    if (name === null) hashes[place] = 0n
  }
  return hashes
}

export function joinTexts(texts: readonly Uint8Array[]): DocumentBatch {
  const offsets = new Float64Array(texts.length + 1)
  for (const [place, text] of texts.entries()) offsets[place + 1] = (offsets[place] as number) + text.length
  return { bytes: Buffer.concat(texts), offsets }
}

/** The first half of every hash, as a number. */
function takeHalves(hashes: Uint8Array): BigUint64Array {
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  const halves = new BigUint64Array(hashes.length / hashBytes)
  for (let place = 0; place < halves.length; place++) halves[place] = view.getBigUint64(place * hashBytes, true)
  return halves
}
