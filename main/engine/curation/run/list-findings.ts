import type { DocumentId } from '#contracts/dataset'
import type { StoredFinding } from '../../dataset/documents/show-findings.ts'
import type { OpenProject } from '../../dataset/project/project.ts'
import { findFindingType } from './finding-types.ts'

/** What steps found in a document, by step and place. */
export async function listFindings(
  { reader }: OpenProject,
  documentId: DocumentId,
  signal?: AbortSignal,
): Promise<StoredFinding[]> {
  const rows = await reader.rows<Omit<StoredFinding, 'label'> & { config: string }>({
    name: 'findings of a document',
    sql: `SELECT s.kind AS step, s.config, f.type, f.start_byte AS start, f.end_byte AS end, f.note
          FROM step s CROSS JOIN finding f ON f.step_id = s.id AND f.document_id = ? ORDER BY s.id, f.ordinal`,
    parameters: [documentId],
    signal,
  })
  return rows.map(({ config, ...finding }) => ({
    ...finding,
    label: findFindingType({ ...finding, config })?.label ?? finding.type,
  }))
}
