import fc from 'fast-check'
import type { OutgoingDocument } from '#engine/dataset/export/outgoing-document'

/** Characters of every kind, with those that formats trip over. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\0', 'a\0b', '\ufeffint a;', 'line\r\nline\u2028\u2029\x85end', '"\\"', '\x7f\x1b[0m', '𝒳'.repeat(300)),
)
const bytes = fc.oneof(
  text.map((value) => Buffer.from(value)),
  // Mostly no UTF-8.
  fc.uint8Array({ maxLength: 40 }).map((value) => Buffer.from(value)),
)
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const signal = fc.oneof(fc.float(), fc.constantFrom(Infinity, -Infinity, Number.NaN, 3.4028234663852886e38, 1e-45, -0))
const metadata = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.constantFrom('{"n":12345678901234567890123,"tiny":1e-400,"huge":1e400}', '{"half":"\\ud800"}', '{\n  "a": 1\r\n}'),
)
/** Without -0, which no hit has and JSON does not tell apart. */
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const hit = fc.record({
  kind: fc.constantFrom('threshold' as const, 'score' as const),
  rule: fc.nat(254),
  reason: name,
  signal: name,
  bound: fc.constantFrom('min' as const, 'max' as const),
  cut: double,
  value: fc.option(double),
})

/** Documents as they may come from anywhere, with values for that many signals. */
export function outgoingDocuments(signalCount: number): fc.Arbitrary<OutgoingDocument[]> {
  const document = fc.record({
    bytes,
    path: fc.option(text),
    language: name,
    licence: fc.option(name),
    repo: fc.option(name),
    sourceId: fc.integer({ min: 1, max: 3 }),
    metadata: fc.option(metadata),
    signals: fc.array(signal, { minLength: signalCount, maxLength: signalCount }).map((values) => Float32Array.from(values)),
    hits: fc.option(fc.array(hit, { maxLength: 3 })),
  })
  return fc.array(document, { minLength: 1, maxLength: 40 }).map((documents) =>
    documents.map((each, id) => ({
      ...each,
      id,
      source: `source ${each.sourceId}`,
      ordinal: id * 2 ** 33,
      sizeBytes: each.bytes.length,
      hash: id.toString(16).padStart(32, '0'),
    })),
  )
}
