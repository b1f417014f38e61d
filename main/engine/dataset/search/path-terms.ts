import type { TextPattern } from '#contracts/query/query'
import type { SqliteReader } from '../../platform/sqlite-reader.ts'
import { DocumentSet } from './document-set.ts'

/** Whether the database can compare it: letters beyond ASCII are told apart by SQLite, whatever their case. */
export function isPathQuestion(pattern: TextPattern): pattern is Extract<TextPattern, { type: 'substring' }> {
  return pattern.type === 'substring' && (pattern.matchCase || /^[\0-\x7f]*$/.test(pattern.text))
}

/** Ids of documents with such a path. The index of paths has all that it reads. */
export function pathSql({ matchCase }: { matchCase: boolean }): string {
  const condition = matchCase ? 'instr(path, ?) > 0' : "path LIKE ? ESCAPE '\\'"
  return `SELECT id FROM document INDEXED BY document_path WHERE ${condition}`
}

export async function matchPath(
  pattern: Extract<TextPattern, { type: 'substring' }>,
  { reader, documentCount, signal }: { reader: SqliteReader; documentCount: number; signal: AbortSignal | undefined },
): Promise<DocumentSet> {
  const parameter = pattern.matchCase ? pattern.text : `%${pattern.text.replace(/[\\%_]/g, '\\$&')}%`
  const ids = await reader.numbers({
    name: 'documents by a part of their path',
    sql: pathSql(pattern),
    parameters: [parameter],
    signal,
  })
  const set = new DocumentSet(documentCount)
  // Documents may have been added after the snapshot.
  for (const id of ids) if (id < documentCount) set.add(id)
  return set
}
