import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPeer } from './peers/start-peer.ts'
import { median, toBatch } from './source-corpus.ts'

/** CPU seconds of each round, and the most resident memory of the process, with its run-time and the documents. */
export type PeerMeasures = { rounds: number[]; memoryBytes: number; removed: number[] }
export type PeerName = 'native' | 'native_bigcode' | 'datasketch' | 'rensa'

const programs: Record<PeerName, { script: string; argument: string }> = {
  native: { script: 'native-minhash.ts', argument: 'words' },
  native_bigcode: { script: 'native-minhash.ts', argument: 'bigcode' },
  datasketch: { script: 'minhash.py', argument: 'datasketch' },
  rensa: { script: 'minhash.py', argument: 'rensa' },
}

/**
 * Puts the same question to programs that take turns, each in a process of its own with the same documents: one round to warm up,
 * then `rounds` more. Peers that are not installed are left out.
 */
export async function comparePeers(
  documents: readonly Uint8Array[],
  question: 'sign' | 'hash' | 'deduplicate',
  rounds: number,
  names: readonly PeerName[] = ['native', 'native_bigcode', 'datasketch', 'rensa'],
): Promise<Map<PeerName, PeerMeasures>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'minhash-peers-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const batch = toBatch(documents)
  const [data, offsets] = [path.join(folder, 'data'), path.join(folder, 'offsets.json')]
  writeFileSync(data, batch.bytes)
  writeFileSync(offsets, JSON.stringify([...batch.offsets]))
  const measures = new Map<PeerName, PeerMeasures>()
  const peers = names.flatMap((name) => {
    const peer = startPeer(programs[name].script, [programs[name].argument, data, offsets])
    if (peer === undefined) return []
    measures.set(name, { rounds: [], memoryBytes: 0, removed: [] })
    return [{ peer: stack.use(peer), own: measures.get(name) }]
  })
  for (let round = 0; round <= rounds; round++) {
    for (const { peer, own } of peers) {
      const { seconds, removed = [] } = await peer.ask<{ seconds: number; removed?: number[] }>(question)
      if (own === undefined || round === 0) continue
      own.rounds.push(seconds)
      own.removed = removed
    }
  }
  for (const { peer, own } of peers) {
    if (own !== undefined) own.memoryBytes = (await peer.ask<{ bytes: number }>('memory')).bytes
  }
  return measures
}

/** How many times as much each peer needs as `native`; names end in `suffix`. */
export function ratiosOf(
  measures: ReadonlyMap<PeerName, PeerMeasures>,
  measure: (own: PeerMeasures) => number,
  suffix = '',
): Record<string, number> {
  const native = measures.get('native')
  if (native === undefined) return {}
  const others = [...measures].filter(([name]) => name !== 'native')
  return Object.fromEntries(others.map(([name, own]) => [`${name}${suffix}`, round(measure(own) / measure(native), 2)]))
}

export function medianSeconds({ rounds }: PeerMeasures): number {
  return median(rounds)
}

export function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
