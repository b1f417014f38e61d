import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import type { LabelLine } from './label-line.ts'

/** The documents that each line is about: none, one, or all that have the same content. Entry i is for line i. */
export async function matchLabels(reader: SqliteReader, lines: readonly LabelLine[], signal: AbortSignal): Promise<number[][]> {
  const matches: number[][] = lines.map(() => [])
  for (const { line, id, hash } of await findByPlace(reader, lines, signal)) {
    const wanted = lines[line]?.hash?.toLowerCase()
    // Another text has come to this place: what was said is not about it.
    if (wanted === undefined || wanted === hash) matches[line]?.push(id)
  }
  const left = [...lines.keys()].filter((line) => matches[line]?.length === 0 && lines[line]?.hash)
  if (left.length === 0) return matches
  const byHash = await findByHash(reader, new Set(left.map((line) => lines[line]?.hash?.toLowerCase() ?? '')), signal)
  for (const line of left) {
    const { hash, path } = lines[line] as LabelLine
    const same = byHash.get(hash?.toLowerCase() ?? '') ?? []
    const alsoSamePath = same.filter((each) => path !== null && each.path === path)
    matches[line] = (alsoSamePath.length > 0 ? alsoSamePath : same).map(({ id }) => id)
  }
  return matches
}

/** CROSS JOIN keeps the order: SQLite would look through all lines for each document, and not the other way round. */
export const byPlaceSql = `SELECT j.key AS line, d.id, lower(hex(d.hash)) AS hash
  FROM json_each(?) j
  CROSS JOIN source s ON s.name = j.value ->> 'source'
  CROSS JOIN document d ON d.source_id = s.id AND d.ordinal = j.value ->> 'ordinal'`

function findByPlace(
  reader: SqliteReader,
  lines: readonly LabelLine[],
  signal: AbortSignal,
): Promise<{ line: number; id: number; hash: string }[]> {
  const places = lines.map(({ source, ordinal }) => (source === null || ordinal === null ? null : { source, ordinal }))
  return reader.rows({
    name: 'documents by place',
    sql: byPlaceSql,
    parameters: [JSON.stringify(places)],
    signal,
  })
}

interface SameContent {
  id: number
  path: string | null
}

/** Reads every document's hash, so it is asked for many at once. */
async function findByHash(
  reader: SqliteReader,
  hashes: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Map<string, SameContent[]>> {
  const rows = await reader.rows<SameContent & { hash: string }>({
    name: 'documents by content',
    sql: `SELECT id, path, lower(hex(hash)) AS hash FROM document WHERE hash IN (SELECT unhex(value) FROM json_each(?)) ORDER BY id`,
    parameters: [JSON.stringify([...hashes])],
    signal,
  })
  return Map.groupBy(rows, ({ hash }) => hash)
}
