import type { ColumnSnapshot, OpenProject } from '../../dataset/project/project.ts'
import type { KeepFacts } from './keep-order.ts'

/** SQLite takes more, but a statement of some kilobytes is compiled fast. */
const maxIdsInQuery = 1000

/** What decides which of some documents is kept, in the order of the ids. */
export async function readKeepFacts(
  { reader, snapshot }: { reader: OpenProject['reader']; snapshot: ColumnSnapshot },
  ids: Uint32Array,
  signal?: AbortSignal,
): Promise<KeepFacts[]> {
  const hasStars = snapshot.listSignals().some(({ name }) => name === 'stars')
  const stars = hasStars ? await snapshot.readColumn('stars', signal) : null
  const facts = new Map<number, KeepFacts>()
  for (let start = 0; start < ids.length; start += maxIdsInQuery) {
    const some = Array.from(ids.subarray(start, start + maxIdsInQuery))
    const rows = await reader.rows<Omit<KeepFacts, 'stars'>>({
      name: 'facts of duplicates',
      sql: `SELECT d.id, coalesce(l.class, 'none') AS licenceClass, d.path, r.name AS repo, d.size_bytes AS sizeBytes, hex(d.hash) AS hash
            FROM document d LEFT JOIN licence l ON l.id = d.licence_id LEFT JOIN repo r ON r.id = d.repo_id
            WHERE d.id IN (${some.map(() => '?').join(',')})`,
      parameters: some,
      signal,
    })
    for (const row of rows) {
      const value = stars?.[row.id] ?? Number.NaN
      facts.set(row.id, { ...row, stars: Number.isNaN(value) ? null : value })
    }
  }
  return Array.from(ids, (id) => facts.get(id)).filter((each) => each !== undefined)
}
