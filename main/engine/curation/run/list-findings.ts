import type { DocumentId } from '#contracts/dataset'
import type { StoredFinding } from '../../dataset/documents/show-findings.ts'
import type { OpenProject } from '../../dataset/project/project.ts'
import { findStep } from '../steps/steps.ts'

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
  return rows.map(({ config, ...finding }) => ({ ...finding, label: findLabel(finding, config) }))
}

/** A type of a step that this version of the program does not have any more is called by its name. */
function findLabel({ step: kind, type }: { step: string; type: string }, config: string): string {
  const step = findStep(kind)
  const read = step?.parameters.safeParse((JSON.parse(config) as { parameters: unknown }).parameters)
  const types = step && read?.success ? step.describe(read.data).findings : []
  return types?.find((each) => each.type === type)?.label ?? type
}
